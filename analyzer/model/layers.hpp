// The layers of a stage: which instructions make one, and what each of them is made from.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "analyzer/model/build.hpp"
#include "analyzer/model/stage.hpp"

namespace dockcheck::model {

/// A path of the build context that a layer reads.
struct ContextSource {
    Value path;  ///< as written, expanded
    bool has_wildcard = false;
};

/// One layer and all that its cache key is made of, the layers above it apart (build-semantics,
/// section 3).
struct Layer {
    enum class Kind : std::uint8_t { base, run, copy, add, workdir } kind = Kind::base;
    Stage const* stage = nullptr;
    ast::Instruction const* instruction = nullptr;  ///< its FROM for a base
    bool is_trigger = false;                        ///< an ONBUILD of the stage's parent
    bool is_independent = false;                    ///< COPY --link: layers above it do not matter
    Transfer const* transfer = nullptr;             ///< of COPY and ADD
    std::vector<ScopeVariable> variables;           ///< RUN: all in scope; else those it names
    std::vector<ContextSource> context;
    std::vector<Reference const*> sources;    ///< stages and images whose files it reads
    ast::Instruction const* shell = nullptr;  ///< the SHELL that the shell form is read by
    Setting<Value> user;                      ///< in force at RUN and WORKDIR
    Setting<Value> workdir;                   ///< in force at RUN
};

/// In order, the base first, also where it is empty (scratch) or another stage.
std::vector<Layer> layers_of(Build const& build, Stage const& stage);

enum class Takes : std::uint8_t { no, yes, unknown };

/// Whether a layer reads a file of the context (a cleaned path, there or not), as far as its own
/// sources go; ignore files are another matter.
Takes takes_file(Layer const& layer, std::string_view path);

}  // namespace dockcheck::model
