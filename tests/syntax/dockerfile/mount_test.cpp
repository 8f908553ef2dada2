// RUN --mount once its values are known: which fields are faulty, and where.
#include "analyzer/syntax/dockerfile/mount.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <string>
#include <vector>

namespace dockcheck::dockerfile {
namespace {

constexpr std::uint32_t value_begin = 12;

constexpr auto mount_variable = [](std::string_view name) -> Variable {
    if (name == "cache") return {Variable::State::known, Value("cache")};
    if (name == "hidden") return {Variable::State::unknown, {}};
    return {};
};

std::string_view kind_name(ast::FaultKind kind) {
    switch (kind) {
        case ast::FaultKind::mount_bare_word:
            return "bare word";
        case ast::FaultKind::mount_unknown_type:
            return "unknown type";
        case ast::FaultKind::mount_unknown_key:
            return "unknown key";
        case ast::FaultKind::mount_invalid_value:
            return "invalid value";
        case ast::FaultKind::mount_key_not_for_type:
            return "key not for type";
        case ast::FaultKind::mount_missing_target:
            return "missing target";
        case ast::FaultKind::mount_secret_source_and_id:
            return "source and id";
        default:
            return "other";
    }
}

/// The faults of `RUN --mount=TEXT x`, each with the characters it points at.
std::string faults(std::string const& text, Value directory = Value("/work")) {
    auto const line = "RUN --mount=" + text + " x";
    ast::Flag flag;
    flag.value = Mapped(std::string_view(line).substr(value_begin, text.size()), value_begin);
    flag.span = {4, value_begin + flag.value.size()};
    std::vector<ast::Field> fields;
    for (std::size_t begin = 0; begin <= text.size();) {
        auto const end = std::min(text.size(), text.find(',', begin));
        ast::Field field;
        field.text =
            flag.value.slice(static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end));
        auto const equals = field.text.text().find('=');
        field.has_value = equals != std::string_view::npos;
        auto const cut =
            static_cast<std::uint32_t>(std::min<std::size_t>(equals, field.text.size()));
        field.key = field.text.slice(0, cut);
        if (field.has_value) field.value = field.text.slice(cut + 1, field.text.size());
        fields.push_back(field);
        begin = end + 1;
    }
    ast::Mount const mount{&flag, fields};
    ast::Instruction instruction;
    Arena arena;
    std::string result;
    for (auto const& fault :
         check_mount(mount, instruction, {'\\', mount_variable, directory, arena})) {
        result += std::string(kind_name(fault.kind)) + " ["
                  + line.substr(fault.span.begin, fault.span.size()) + "]";
        if (!fault.suggestion.empty()) result += " " + std::string(fault.suggestion) + "?";
        result += "; ";
    }
    return result;
}

TEST_CASE("good mounts have no faults") {
    for (auto const* const text :
         {"type=cache,target=/root/.cache", "target=x,ro",
          "TYPE=Cache,dst=/x,sharing=Locked,uid=1,mode=0755", "type=secret,id=s",
          "type=secret,required,env=X,id=x", "type=ssh", "type=tmpfs,target=/x,size=1.5 GiB",
          "type=$cache,target=/x", "source=.,target=.,rw=false", "type=cache"}) {
        CAPTURE(text);
        CHECK(faults(text) == "");
    }
}

TEST_CASE("each faulty field is pointed at") {
    CHECK(faults("type=cache,bogus,target=/x") == "bare word [bogus]; ");
    CHECK(faults("type=cahce") == "unknown type [cahce] cache?; ");
    CHECK(faults("tagret=/x") == "unknown key [tagret] target?; ");
    CHECK(faults("target=/x,ro=yes,mode=9,uid=-1")
          == "invalid value [yes]; invalid value [9]; invalid value [-1]; ");
    CHECK(faults("type=cache,target=/x,sharing=privat") == "invalid value [privat] private?; ");
    CHECK(faults("type=tmpfs,target=/x,size=1q") == "invalid value [1q]; ");
    CHECK(faults("target=${x^}") == "other [${x^]; ");
}

TEST_CASE("keys belong to types; required and size look at the type before them only") {
    CHECK(faults("required,type=secret,id=s") == "key not for type [required]; ");
    CHECK(faults("size=1,type=tmpfs,target=/x") == "key not for type [size]; ");
    CHECK(faults("target=/x,uid=1") == "key not for type [uid]; ");
    CHECK(faults("type=secret,id=s,from=a,sharing=shared")
          == "key not for type [from]; key not for type [sharing]; ");
    CHECK(faults("type=ssh,source=a") == "key not for type [source]; ");
}

TEST_CASE("secrets need one name, others a target that is not the root") {
    CHECK(faults("type=secret") == "missing target [--mount=type=secret]; ");
    CHECK(faults("type=secret,source=a,id=b") == "source and id [id=b]; ");
    CHECK(faults("type=cache,target=/") == "missing target [/]; ");
    CHECK(faults("type=cache,target=..") == "missing target [..]; ");
    CHECK(faults("type=cache", Value("/")) == "missing target [--mount=type=cache]; ");
}

TEST_CASE("unknown values are not judged") {
    CHECK(faults("type=$hidden,uid=1,size=1") == "");
    CHECK(faults("type=cache,target=$hidden,ro=$hidden,mode=$hidden") == "");
    CHECK(faults("type=secret,id=$hidden,source=a") == "");
}

}  // namespace
}  // namespace dockcheck::dockerfile
