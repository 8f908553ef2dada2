// Prints the image configurations that the model predicts, one line of JSON a file, in the shape of
// `oracle config`: scripts/conformance-config compares the two.
//
//     config_dump [--target STAGE] [--build-arg NAME=VALUE]... [--platform P] [--base FILE]
//
// Names of Dockerfiles stand on standard input, each ended by a NUL byte. Every base image has an
// empty configuration, or the one in FILE; the machine that builds is linux/amd64.
#include <algorithm>
#include <cstdio>
#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/model/build.hpp"
#include "analyzer/model/image_config.hpp"
#include "analyzer/text/utf8.hpp"

namespace {

using namespace dockcheck;

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

bool read_file(char const* name, std::string& bytes) {
    std::FILE* const file = std::fopen(name, "rb");
    if (file == nullptr) return false;
    bytes.clear();
    char block[1 << 16];
    for (std::size_t count; (count = std::fread(block, 1, sizeof block, file)) > 0;)
        bytes.append(block, count);
    std::fclose(file);
    return true;
}

// --- a base image's configuration ---------------------------------------------------------------

std::vector<std::string> texts(rapidjson::Value const& config, char const* name) {
    std::vector<std::string> result;
    auto const member = config.FindMember(name);
    if (member == config.MemberEnd()) return result;
    if (member->value.IsArray())
        for (auto const& text : member->value.GetArray()) result.emplace_back(text.GetString());
    if (member->value.IsObject())
        for (auto const& entry : member->value.GetObject())
            result.emplace_back(entry.name.GetString());
    return result;
}

std::string text(rapidjson::Value const& object, char const* name) {
    auto const member = object.FindMember(name);
    return member != object.MemberEnd() && member->value.IsString() ? member->value.GetString()
                                                                    : "";
}

std::int64_t number(rapidjson::Value const& object, char const* name) {
    auto const member = object.FindMember(name);
    return member != object.MemberEnd() && member->value.IsInt64() ? member->value.GetInt64() : 0;
}

model::BaseConfig base_config(char const* file) {
    model::BaseConfig result;
    std::string bytes;
    rapidjson::Document document;
    if (!read_file(file, bytes) || document.Parse(bytes.c_str()).HasParseError()) {
        std::fprintf(stderr, "config_dump: cannot read %s\n", file);
        std::exit(2);
    }
    result.is_windows = text(document, "os") == "windows";
    result.author = text(document, "author");
    auto const& config = document["config"];
    for (auto const& entry : texts(config, "Env")) {
        auto const equals = entry.find('=');
        result.environment.emplace_back(entry.substr(0, equals), entry.substr(equals + 1));
    }
    result.user = text(config, "User");
    result.workdir = text(config, "WorkingDir");
    result.entrypoint = texts(config, "Entrypoint");
    result.cmd = texts(config, "Cmd");
    result.shell = texts(config, "Shell");
    result.stop_signal = text(config, "StopSignal");
    result.ports = texts(config, "ExposedPorts");
    result.volumes = texts(config, "Volumes");
    if (config.HasMember("Labels"))
        for (auto const& label : config["Labels"].GetObject())
            result.labels.emplace_back(label.name.GetString(), label.value.GetString());
    if (config.HasMember("Healthcheck")) {
        auto const& check = config["Healthcheck"];
        result.healthcheck = {
            texts(check, "Test"),           number(check, "Interval"),
            number(check, "Timeout"),       number(check, "StartPeriod"),
            number(check, "StartInterval"), static_cast<std::int32_t>(number(check, "Retries"))};
    }
    return result;
}

// --- the answer ---------------------------------------------------------------------------------

std::string base64(std::string_view bytes) {
    constexpr std::string_view digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string result;
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        std::uint32_t group = 0;
        auto const count = std::min<std::size_t>(3, bytes.size() - at);
        for (std::size_t i = 0; i < count; ++i)
            group |= std::uint32_t{static_cast<unsigned char>(bytes[at + i])} << (16 - 8 * i);
        for (std::size_t i = 0; i < 4; ++i)
            result += i <= count ? digits[(group >> (18 - 6 * i)) & 0x3F] : '=';
    }
    return result;
}

class Dump {
 public:
    explicit Dump(Writer& writer) : out_(writer) {}

    void answer(std::string_view name, model::Build const& build) {
        out_.StartObject();
        member("file", name);
        out_.Key("ok");
        out_.Bool(is_accepted(build));
        if (!build.stages().empty()) {
            out_.Key("config");
            image(build, *build.targets().front());
        }
        out_.EndObject();
    }

 private:
    void string(std::string_view bytes) {
        // Go writes texts that are not UTF-8 with U+FFFD for each wrong byte.
        auto const valid = is_utf8(bytes) ? std::string(bytes) : to_valid_utf8(bytes);
        out_.String(valid.data(), static_cast<rapidjson::SizeType>(valid.size()));
    }
    void value(Value const& text) { string(text.is_known() ? *text.known() : "<unknown>"); }
    void member(char const* name, std::string_view bytes) {
        out_.Key(name);
        if (is_utf8(bytes)) return string(bytes);
        out_.StartObject();
        out_.Key("b64");
        string(base64(bytes));
        out_.EndObject();
    }
    void setting(char const* name, model::Setting<Value> const& setting) {
        if (setting.is_absent() || (setting.is_set() && setting.value.known() == "")) return;
        out_.Key(name);
        setting.is_set() ? value(setting.value) : string("<unknown>");
    }
    void keys(char const* name, model::ImageEntries const& list) {
        if (list.entries.empty()) return;
        out_.Key(name);
        out_.StartObject();
        for (auto const& entry : list.entries) {
            value_key(entry.name);
            out_.StartObject();
            out_.EndObject();
        }
        out_.EndObject();
    }
    void value_key(Value const& text) {
        auto const bytes = text.known().value_or("<unknown>");
        auto const valid = is_utf8(bytes) ? std::string(bytes) : to_valid_utf8(bytes);
        out_.Key(valid.data(), static_cast<rapidjson::SizeType>(valid.size()));
    }
    void words(char const* name, model::ImageWords const& words) {
        using State = model::ImageWords::State;
        if (words.state == State::absent) return;
        out_.Key(name);
        out_.StartArray();
        if (words.state == State::unknown) string("<unknown>");
        for (auto const& word : words.words) value(word);
        out_.EndArray();
    }
    void number(char const* name, std::int64_t value) {
        if (value == 0) return;
        out_.Key(name);
        out_.Int64(value);
    }

    static bool is_accepted(model::Build const& build) {
        return std::ranges::none_of(build.faults(), [](ast::Fault const& fault) {
            return fault.tier != ast::Tier::accepted;
        });
    }

    // A CMD of any stage of the chain leaves this mark.
    static bool has_command(model::Stage const* stage) {
        auto const starts = [](ast::Instruction const& instruction) {
            return instruction.keyword == ast::Keyword::cmd;
        };
        for (; stage != nullptr; stage = stage->parent) {
            if (std::ranges::any_of(stage->instructions, starts)) return true;
            for (auto const* trigger : stage->triggered.instructions)
                if (starts(*trigger)) return true;
        }
        return false;
    }

    void image(model::Build const& build, model::Stage const& stage) {
        auto const config = model::image_config(build, stage);
        out_.StartObject();
        setting("author", config.author);
        // The exporter is told the platform that was asked for, whatever the image is.
        bool const is_windows = build.options().platform.empty()
                                    ? config.is_windows
                                    : build.options().platform.starts_with("windows");
        member("os", is_windows ? "windows" : "linux");
        out_.Key("config");
        out_.StartObject();
        setting("User", config.user);
        keys("ExposedPorts", config.ports);
        if (!config.environment.entries.empty()) {
            out_.Key("Env");
            out_.StartArray();
            for (auto const& entry : config.environment.entries)
                string(std::string(entry.name.text_or_empty()) + "="
                       + std::string(entry.value.known().value_or("<unknown>")));
            out_.EndArray();
        }
        words("Entrypoint", config.entrypoint);
        words("Cmd", config.cmd);
        keys("Volumes", config.volumes);
        setting("WorkingDir", config.workdir);
        labels(config);
        setting("StopSignal", config.stop_signal);
        if (has_command(&stage)) {
            out_.Key("ArgsEscaped");
            out_.Bool(true);
        }
        healthcheck(config);
        words("Shell", config.shell);
        triggers(config);
        out_.EndObject();
        out_.EndObject();
    }

    void labels(model::ImageConfig const& config) {
        if (config.labels.entries.empty()) return;
        out_.Key("Labels");
        out_.StartObject();
        for (auto const& entry : config.labels.entries) {
            value_key(entry.name);
            value(entry.value);
        }
        out_.EndObject();
    }

    void healthcheck(model::ImageConfig const& config) {
        if (config.healthcheck.state == model::ImageWords::State::absent) return;
        out_.Key("Healthcheck");
        out_.StartObject();
        words("Test", config.healthcheck);
        number("Interval", config.check.interval);
        number("Timeout", config.check.timeout);
        number("StartPeriod", config.check.start_period);
        number("StartInterval", config.check.start_interval);
        number("Retries", config.check.retries);
        out_.EndObject();
    }

    void triggers(model::ImageConfig const& config) {
        if (config.triggers.empty()) return;
        out_.Key("OnBuild");
        out_.StartArray();
        for (auto const& trigger : config.triggers) value(trigger.name);
        out_.EndArray();
    }

    Writer& out_;
};

void dump_file(char const* name, model::BuildOptions const& options, Arena& arena) {
    std::string bytes;
    if (!read_file(name, bytes)) {
        std::fprintf(stderr, "config_dump: cannot read %s\n", name);
        return;
    }
    arena.reset();
    Source const source(name, bytes);
    model::Build const build(source, nullptr, options, arena);
    rapidjson::StringBuffer buffer;
    Writer writer(buffer);
    Dump(writer).answer(name, build);
    buffer.Put('\n');
    std::fwrite(buffer.GetString(), 1, buffer.GetSize(), stdout);
}

}  // namespace

int main(int argc, char** argv) {
    model::BuildOptions options;
    options.builder_platform = "linux/amd64";
    options.arguments_are_complete = true;
    options.bases["*"] = {};
    for (int i = 1; i + 1 < argc; i += 2) {
        std::string_view const option = argv[i];
        std::string const given = argv[i + 1];
        if (option == "--target") options.targets = {given};
        if (option == "--platform") options.platform = given;
        if (option == "--base") options.bases["*"] = base_config(argv[i + 1]);
        auto const equals = given.find('=');
        if (option == "--build-arg")
            options.arguments[given.substr(0, equals)] = given.substr(equals + 1);
    }
    Arena arena;
    std::string name;
    for (int c = std::getchar(); c != EOF; c = std::getchar()) {
        if (c != 0) {
            name += static_cast<char>(c);
            continue;
        }
        dump_file(name.c_str(), options, arena);
        name.clear();
    }
}
