// See the header: examples linted in memory.
#include "tests/support/lint_example.hpp"

#include "rules/catalog/catalog.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>

#include "analyzer/cli/deployments.hpp"
#include "analyzer/compose/build_section.hpp"
#include "analyzer/context/context.hpp"
#include "analyzer/image/readers/read.hpp"
#include "analyzer/kubernetes/repository_manifests.hpp"
#include "analyzer/lint/external.hpp"
#include "analyzer/model/build.hpp"
#include "analyzer/model/image_config.hpp"
#include "analyzer/text/line_index.hpp"

namespace dockcheck::test {
namespace {

/// Options as an example sets them.
class ExampleOptions final : public OptionSource {
 public:
    explicit ExampleOptions(pages::PageExample const& example) : options_(example.options) {}

    bool read(std::string_view name, bool& value) const override {
        auto const* const tree = find(name);
        if (tree != nullptr) value = tree->boolean;
        return tree != nullptr;
    }
    bool read(std::string_view name, std::int64_t& value) const override {
        auto const* const tree = find(name);
        if (tree != nullptr) value = tree->integer;
        return tree != nullptr;
    }
    bool read(std::string_view name, double& value) const override {
        auto const* const tree = find(name);
        if (tree != nullptr) value = tree->number;
        return tree != nullptr;
    }
    bool read(std::string_view name, std::string_view& value) const override {
        auto const* const tree = find(name);
        if (tree != nullptr) value = tree->text;
        return tree != nullptr;
    }
    bool read(std::string_view name, std::vector<std::string_view>& value) const override {
        auto const* const tree = find(name);
        if (tree == nullptr) return false;
        value.clear();
        for (auto const& item : tree->items) value.push_back(item.text);
        return true;
    }

 private:
    [[nodiscard]] pages::Tree const* find(std::string_view name) const {
        auto const found = options_.find(name);
        return found == options_.end() ? nullptr : &found->second;
    }

    std::map<std::string, pages::Tree, std::less<>> const& options_;
};

std::string const& text_or(FixedTexts const& changed, std::string const& file,
                           std::string const& original) {
    auto const found = changed.find(file);
    return found == changed.end() ? original : found->second;
}

ActiveRule active(Rule const& rule, pages::PageExample const& example) {
    ActiveRule result{&rule, rule.severity, false, nullptr, {}};
    auto const read = rule.check->options.read;
    if (read != nullptr && !example.options.empty()) result.options = read(ExampleOptions(example));
    return result;
}

/// What a compose file among the files of an example starts.
void add_deployments(pages::PageExample const& example, model::BuildOptions& options) {
    for (auto const* const name : context::compose_names) {
        auto const found = example.files.find(name);
        if (found == example.files.end()) continue;
        std::vector<compose::ImageService> images;
        auto const sections = compose::read_compose_file(found->second, name, nullptr, &images);
        if (!sections) throw std::runtime_error(sections.error().text);
        std::vector<compose::BuildSection const*> naming;
        for (auto const& section : *sections) {
            if (section.context == "." && section.dockerfile == example.file)
                naming.push_back(&section);
        }
        bool const has_override = example.files.contains("compose.override.yaml");
        auto const overrides = has_override ? cli::Overrides::of_build : cli::Overrides::none;
        auto const source = std::make_shared<Source>(name, found->second);
        options.deployments = cli::deployments_of(naming, source, overrides);
        options.image_deployments = cli::image_deployments_of(images, source, overrides);
        return;
    }
}

/// What manifests among the files of an example start: registry.example/shop is what the Dockerfile
/// makes, registry.example/STAGE what one of its stages does.
std::vector<model::PodContainer> containers(pages::PageExample const& example) {
    kubernetes::RepositoryManifests manifests;
    for (auto const& [path, text] : example.files) {
        bool const is_yaml = path.ends_with(".yaml") && !path.starts_with("compose");
        if (is_yaml && kubernetes::RepositoryManifests::is_wanted(text))
            manifests.add(path, std::make_shared<Source>(path, text));
    }
    std::vector<kubernetes::NamedImage> images{{"registry.example/shop", true, ""}};
    std::string_view const code = example.code;
    constexpr std::string_view as = " AS ";
    for (auto at = code.find(as); at != code.npos; at = code.find(as, at + 1)) {
        auto const name = code.substr(at + as.size());
        std::string const stage(name.substr(0, name.find('\n')));
        images.push_back({"registry.example/" + stage, true, stage});
    }
    return manifests.containers_of(images);
}

model::BuildOptions build_options(pages::PageExample const& example) {
    model::BuildOptions options;
    add_deployments(example, options);
    options.containers = containers(example);
    if (!example.target.empty()) options.targets.push_back(example.target);
    for (auto const& [name, value] : example.args) options.arguments[name] = value;
    if (auto const trust = example.args.find("DOCKER_CONTENT_TRUST"); trust != example.args.end()) {
        options.content_trust = trust->second;
    }
    options.platform = example.platform;
    options.today = example.today;
    return options;
}

std::unique_ptr<context::Context> context_of(pages::PageExample const& example,
                                             FixedTexts const& changed) {
    if (!example.context) return nullptr;
    std::map<std::string, std::string, std::less<>> files;
    for (auto const& [path, bytes] : example.files) files[path] = text_or(changed, path, bytes);
    files[example.file] = text_or(changed, example.file, example.code);
    auto ignore_name = example.file + ".dockerignore";
    if (!files.contains(ignore_name)) ignore_name = ".dockerignore";
    if (!files.contains(ignore_name)) ignore_name.clear();
    return std::make_unique<context::Context>(
        context::memory_files(std::move(files), example.executable),
        context::Context::Origin::given, ignore_name);
}

/// Stands for ShellCheck: it finds the variable `unused`.
class ExampleProgram final : public External {
 public:
    [[nodiscard]] std::vector<ExternalFinding> examine(
        ExternalScript const& script) const override {
        std::vector<ExternalFinding> findings;
        auto const at = script.text.find("unused");
        if (at == script.text.npos || script.lowest == "error") return findings;
        auto const begin = static_cast<std::uint32_t>(at);
        findings.push_back({begin, begin + 6, Severity::warning, "SC2034", "unused is not used"});
        return findings;
    }
};

std::vector<Finding> run_with_program(model::Build const& build,
                                      std::span<ActiveRule const> rules) {
    ExampleProgram const program;
    RunOptions options;
    options.external = &program;
    return run(build, rules, rules::catalog(), options);
}

image::LayerFile layer_file(std::string const& path, pages::PageFile const& written, Arena& arena) {
    image::LayerFile file;
    file.path = arena.copy(std::string_view(path));
    file.mode = static_cast<std::uint16_t>(written.mode);
    file.size = std::max<std::uint64_t>(written.size, written.content.size());
    if (written.is_removed) file.type = image::LayerFile::Type::whiteout;
    if (std::ranges::find(image::files_of_interest, path) != std::end(image::files_of_interest)) {
        file.content = arena.copy(std::string_view(written.content));
    }
    return file;
}

/// The image of an example, its layers filled with the files that the example names.
std::shared_ptr<image::Image const> image_of(pages::PageExample const& example) {
    auto images = image::read_image_bytes(example.file, example.code);
    if (!images) throw std::runtime_error(images.error().where + ": " + images.error().text);
    if (images->images.empty()) throw std::runtime_error("the example is no image");
    auto const image = std::const_pointer_cast<image::Image>(images->images.front());
    std::vector<image::Layer> layers(image->layers.begin(), image->layers.end());
    layers.resize(std::max(layers.size(), example.layers.size()));
    for (std::size_t i = 0; i < example.layers.size(); ++i) {
        auto const list = std::make_shared<image::FileList>();
        for (auto const& [path, file] : example.layers[i]) {
            list->files.push_back(layer_file(path, file, list->arena));
            list->unpacked_size += list->files.back().size;
        }
        layers[i].list = list.get();
        image->lists.push_back(list);
    }
    image->layers = image->arena.copy(layers);
    return image;
}

}  // namespace

struct LintedExample::Build {
    Build(Source const& source, pages::PageExample const& example, FixedTexts const& changed)
        : options(build_options(example)),
          context(context_of(example, changed)),
          image(example.is_image ? image_of(example) : nullptr) {
        if (!example.made.empty()) add_made(example);
        if (image == nullptr) {
            build.emplace(source, context.get(), options, arena);
        } else {
            build.emplace(*image, options, arena);
        }
    }

    Arena arena;
    model::BuildOptions options;
    std::unique_ptr<context::Context> context;
    std::shared_ptr<image::Image const> image;
    std::shared_ptr<image::Image const> made_image;
    std::optional<model::Build> made;
    std::optional<model::Build> build;

 private:
    void add_made(pages::PageExample const& example) {
        auto images = image::read_image_bytes("made.json", example.made);
        if (!images) throw std::runtime_error(images.error().where + ": " + images.error().text);
        made_image = images->images.front();
        made.emplace(*made_image, options, arena);
        options.made = std::make_shared<model::ImageConfig const>(
            model::image_config(*made, made->stages().front()));
    }
};

LintedExample::LintedExample(std::span<ActiveRule const> rules, pages::PageExample const& example,
                             FixedTexts const& changed)
    : dockerfile_(
        std::make_unique<Source>(example.file, text_or(changed, example.file, example.code))),
      build_(std::make_unique<Build>(*dockerfile_, example, changed)),
      findings_(run_with_program(*build_->build, rules)) {}

Source const& LintedExample::dockerfile() const { return build_->build->source(); }

LintedExample::~LintedExample() = default;

std::vector<Finding> LintedExample::findings_of(Rule const& rule) const {
    std::vector<Finding> result;
    for (auto const& finding : findings_) {
        if (finding.rule == &rule && !finding.suppressed) result.push_back(finding);
    }
    return result;
}

std::vector<ActiveRule> rules_for(Rule const& rule, pages::PageExample const& example) {
    std::vector<ActiveRule> rules{active(rule, example)};
    if (rule.category != "suppressions") return rules;
    for (auto const& other : rules::catalog()) {
        if (other.by_default == Default::on && &other != &rule) rules.push_back(active(other, {}));
    }
    return rules;
}

std::string flagged(Source const& dockerfile, std::vector<Finding> const& findings) {
    std::string out;
    for (auto const& finding : findings) {
        if (finding.place.source != &dockerfile) out += finding.place.source->name() + ": ";
        out += finding.place.text();
        out += '\n';
    }
    return out;
}

std::string wanted(pages::PageExample const& example) {
    std::string out;
    for (auto const& flag : example.flags) {
        if (!flag.file.empty() && flag.file != example.file) out += flag.file + ": ";
        out += flag.text + '\n';
    }
    return out;
}

FixOutcome fixed(Rule const& rule, pages::PageExample const& example, std::string& remaining) {
    auto const rules = rules_for(rule, example);
    std::unique_ptr<LintedExample> linted;
    auto const relint = [&](FixedTexts const& changed) {
        linted = std::make_unique<LintedExample>(rules, example, changed);
        return linted->findings_of(rule);
    };
    auto outcome = fix_all(relint, Applicability::unsafe, example.file);
    remaining = flagged(linted->dockerfile(), outcome.findings);
    return outcome;
}

std::string drawing(Source const& dockerfile, std::vector<Finding> const& findings) {
    LineIndex const lines(dockerfile.bytes());
    std::string out = "\n";
    for (std::uint32_t line = 1; line <= lines.line_count(); ++line) {
        auto const span = lines.line_span(line);
        if (span.empty() && line == lines.line_count()) break;
        out += "| " + std::string(dockerfile.bytes().substr(span.begin, span.size())) + "\n";
        for (auto const& finding : findings) {
            auto const place = finding.place;
            if (place.source != &dockerfile || lines.line(place.span.begin) != line) continue;
            auto const end = std::clamp(place.span.end, place.span.begin + 1, span.end + 1);
            out += "| " + std::string(place.span.begin - span.begin, ' ')
                   + std::string(end - place.span.begin, '^') + " " + std::string(finding.message)
                   + "\n";
        }
    }
    for (auto const& finding : findings) {
        if (finding.place.source == &dockerfile) continue;
        out += finding.place.source->name() + ": " + std::string(finding.place.text()) + ": "
               + std::string(finding.message) + "\n";
    }
    return out;
}

}  // namespace dockcheck::test
