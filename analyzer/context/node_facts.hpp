// What a JavaScript or TypeScript source of Node.js says, as far as a small tolerant reader sees;
// nothing is executed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analyzer/context/python_facts.hpp"
#include "analyzer/text/source.hpp"
#include "analyzer/text/span.hpp"

namespace dockcheck::context {

/// A module that loading the source loads in any case.
struct NodeImport {
    std::string module;  ///< as written: "./config", "express", "node:fs"
    Span span;           ///< the string literal
    /// It stays when types are taken out: it is required, or a name of it is called somewhere.
    bool is_value = false;
    bool is_required = false;  ///< by require()
};

/// A call of a method `listen`.
struct ListenCall {
    std::string shown;       ///< "server.listen"
    Span span;               ///< of these words
    std::string host;        ///< as it is written, or "localhost" of Fastify; empty: not known
    std::string port;        ///< as it is written, or what a variable is without a value; or empty
    Span host_span;          ///< of the string; empty where it is a default
    std::uint32_t end = 0;   ///< of an object: where the last token in it ends
    bool is_object = false;  ///< the arguments are an object alone
    bool has_members = false;  ///< that object ends with a member, without a comma
};

struct NodeFacts {
    std::vector<NodeImport> imports;        ///< in order
    std::vector<std::string> mentioned;     ///< modules that something in it loads, maybe later
    std::vector<EnvironmentRead> required;  ///< variables without which loading it ends in an error
    std::vector<ListenCall> listening;      ///< in order, whether they are reached or not
    std::vector<FileRead> opened;           ///< files without which it ends in an error
    std::vector<std::string> written;       ///< variables that the source sets itself
    std::vector<std::string> environment_files;  ///< names of files that may set some: `.env`
    bool fills_environment = false;              ///< nobody knows which variables the source sets
    bool changes_folder = false;                 ///< it calls process.chdir()
    bool makes_files = false;                    ///< it may make files that it does not name
    bool writes_files = false;                   ///< it may make files, named ones included
    bool changes_loading = false;                ///< it may change which files modules are found in
    bool has_own_require = false;                ///< it may make a function of that name
    bool is_unclear = false;                     ///< it may say something else than was read
};

/// Reads a source. Total: what it does not understand says nothing.
NodeFacts read_node(Source const& source);

}  // namespace dockcheck::context
