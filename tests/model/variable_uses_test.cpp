// Where instructions use variables, and who sets them.
#include "analyzer/model/variable_uses.hpp"

#include <doctest/doctest.h>
#include <span>
#include <string>

using namespace dockcheck;

namespace {

/// A Dockerfile and its model.
struct Model {
    explicit Model(std::string_view text)
        : source("Dockerfile", text), build(source, nullptr, options, arena) {}

    [[nodiscard]] ast::Instruction const& last() const { return build.file().instructions.back(); }
    [[nodiscard]] std::string shown(std::span<model::VariableUse const> uses) const {
        std::string text;
        for (auto const& use : uses) {
            text += std::string(text.empty() ? "" : " ") + std::string(use.name) + "="
                    + std::string(Place{&source, use.span}.text());
        }
        return text;
    }

    Arena arena;
    model::BuildOptions options;
    Source source;
    model::Build build;
};

std::string in_words(std::string_view text) {
    Model const model(text);
    return model.shown(model::builder_uses(model.build, model.last()));
}

std::string in_script(std::string const& run) {
    Model const model("FROM debian:12\n" + run);
    return model.shown(model::script_uses(model.build, model.last()));
}

std::string setter(std::string const& text, std::string_view name) {
    Model const model(text);
    static constexpr char const* names[] = {"nobody", "unknown base", "base image", "dockerfile"};
    auto const found = model::setter_of(model.build, model.last(), name);
    return names[static_cast<std::size_t>(found)];
}

}  // namespace

TEST_CASE("every word that the builder expands shows its variables") {
    CHECK(in_words("FROM a\nENV A=$B C=${D:-$E} F='$G'\n") == "B=$B D=${D:-$E} E=$E");
    CHECK(in_words("FROM a\nLABEL $A=$B\n") == "A=$A B=$B");
    CHECK(in_words("FROM a\nCOPY --chown=$U --chmod=$M --from=x $S \"$D/\"\n")
          == "U=$U M=$M S=$S D=$D");
    CHECK(in_words("FROM a\nADD --checksum=$C http://h/$F /\n") == "C=$C F=$F");
    CHECK(in_words("FROM a\nRUN --mount=type=cache,target=$T,id=x echo $N\n") == "T=$T");
    CHECK(in_words("FROM a\nCOPY [\"$A\", \"${B}\"]\n") == "A=$A B=${B}");
    CHECK(in_words("FROM a\nEXPOSE $P/tcp \\\n  $Q\n") == "P=$P Q=$Q");
    CHECK(in_words("FROM a\nVOLUME $V\n") == "V=$V");
    CHECK(in_words("FROM a\nCMD echo $N\n").empty());
}

TEST_CASE("bodies of COPY are expanded where the end word has no quotes") {
    CHECK(in_words("FROM a\nCOPY <<A <<'B' /d/\n\"$X\" \\$Y\nA\n$Z\nB\n") == "X=$X");
}

TEST_CASE("an ARG sees what it declares further left") {
    CHECK(in_words("FROM a\nARG A=$B C=$A D=${E}\n") == "B=$B E=${E}");
}

TEST_CASE("a script shows variables that it cannot set itself") {
    CHECK(in_script("RUN echo \"a $A\" ${B:-x} '$C' \\$D\n") == "A=$A B=${B:-x}");
    CHECK(in_script("RUN A=1; echo $A ${B:=2}; for C in 1; do echo $C; done; read D; echo $D\n")
              .empty());
    CHECK(in_script("RUN . /env && echo $A\n").empty());
    CHECK(in_script("RUN eval x; echo $A\n").empty());
    CHECK(in_script("RUN <<EOF\necho $A\nEOF\n") == "A=$A");
    CHECK(in_script("RUN <<EOF\n#!/usr/bin/env python3\nprint('$A')\nEOF\n").empty());
    CHECK(in_script("RUN [\"echo\", \"$A\"]\n").empty());
}

TEST_CASE("a variable is set by the stage, its parents or the base image") {
    CHECK(setter("FROM debian:12\nARG A\nRUN x\n", "A") == "dockerfile");
    CHECK(setter("FROM debian:12\nRUN x\n", "A") == "nobody");
    CHECK(setter("FROM debian:12 AS b\nENV A=1\nFROM b\nRUN x\n", "A") == "dockerfile");
    CHECK(setter("ARG A\nFROM debian:12\nRUN x\n", "A") == "nobody");
    CHECK(setter("FROM python:3.12\nRUN x\n", "PYTHON_VERSION") == "base image");
    CHECK(setter("FROM registry.example.com/own:1\nRUN x\n", "A") == "unknown base");
    CHECK(setter("FROM scratch\nRUN x\n", "PATH") == "base image");
}
