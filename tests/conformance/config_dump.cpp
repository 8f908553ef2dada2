// Prints the image configurations that the model predicts, one line of JSON for each line
// {"text","target","platform","args","base"}, in the shape of `oracle config -json`: every base
// image has the configuration `base`, or an empty one, and the machine that builds is linux/amd64.
// For a line {"image"}, the path of an image, it is what was read of that.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/image/readers/read.hpp"
#include "analyzer/model/build.hpp"
#include "analyzer/model/image_config.hpp"
#include "analyzer/text/utf8.hpp"
#include "tests/conformance/json_lines.hpp"

namespace {

using namespace dockcheck;
using conformance::Writer;

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

model::BaseConfig base_config(rapidjson::Value const& document) {
    model::BaseConfig result;
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

class Dump {
 public:
    explicit Dump(Writer& writer) : out_(writer) {}

    void answer(model::Build const& build) {
        out_.Key("ok");
        out_.Bool(is_accepted(build));
        if (build.stages().empty()) return;
        out_.Key("config");
        image(build, *build.targets().front());
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
        string(bytes);
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
        std::string_view const asked = build.options().platform;
        member("os", asked.empty() ? config.os : asked.substr(0, asked.find('/')));
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

model::BuildOptions options_of(rapidjson::Value const& query) {
    model::BuildOptions options;
    options.builder_platform = "linux/amd64";
    options.arguments_are_complete = true;
    auto const target = conformance::text_at(query, "target");
    if (!target.empty()) options.targets = {target};
    options.platform = conformance::text_at(query, "platform");
    options.bases["*"] = query.HasMember("base") ? base_config(query["base"]) : model::BaseConfig();
    if (!query.HasMember("args")) return options;
    for (auto const& argument : query["args"].GetObject()) {
        options.arguments[argument.name.GetString()] = conformance::text_of(argument.value);
    }
    return options;
}

void answer_image(std::string const& path, Arena& arena, Writer& out) {
    auto const read = image::read_image(path);
    if (read) {
        model::BuildOptions const options;
        return Dump(out).answer(model::Build(*read->images.front(), options, arena));
    }
    out.Key("ok");
    out.Bool(false);
    conformance::write_text_at(out, "error", read.error().where + ": " + read.error().text);
}

}  // namespace

int main() {
    Arena arena;
    conformance::answer_lines([&](rapidjson::Value const& query, Writer& out) {
        arena.reset();
        auto const path = conformance::text_at(query, "image");
        if (!path.empty()) return answer_image(path, arena, out);
        Source const source("Dockerfile", conformance::text_at(query, "text"));
        auto const options = options_of(query);
        Dump(out).answer(model::Build(source, nullptr, options, arena));
    });
}
