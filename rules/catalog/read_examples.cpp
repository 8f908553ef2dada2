// The examples of a page.
#include "rules/catalog/tree_reader.hpp"

#include <cstdlib>

namespace dockcheck::pages {
namespace {

/// Reads one list of examples.
class ExampleReader {
 public:
    ExampleReader(TreeReader& reader, ExampleKind kind)
        : reader_(reader), is_bad_(kind == ExampleKind::bad) {}

    void read(Entry const& entry, std::vector<PageExample>& examples) {
        if (!reader_.expect(entry.value, Tree::Kind::array, entry.key)) return;
        for (auto const& item : entry.value.items) {
            if (!reader_.expect(item, Tree::Kind::table, "each of " + entry.key)) continue;
            PageExample example;
            example.position = item.position;
            example.context = item.find("files") != nullptr;
            for (auto const& part : item.entries) {
                if (!read_example_entry(part, example)
                    && !(is_bad_ && read_bad_entry(part, example))) {
                    unknown_example_key(part);
                }
            }
            if (!example.is_image) reader_.require(item, "code");
            if (is_bad_) reader_.require(item, "flags");
            examples.push_back(std::move(example));
        }
    }

 private:
    void unknown_example_key(Entry const& entry) {
        if (!is_bad_ && (entry.key == "flags" || entry.key == "fixed")) {
            return reader_.error(entry.position, "a good example has no " + quoted(entry.key));
        }
        reader_.unknown_key(
            entry, {"why", "code", "image", "layers", "made", "file", "files", "executable",
                    "options", "args", "target", "platform", "context", "today", "flags", "fixed"});
    }

    bool read_example_entry(Entry const& entry, PageExample& example) {
        auto const& key = entry.key;
        if (key == "why") {
            reader_.string(entry, example.why);
            example.why = trimmed(example.why);
        } else if (key == "code") {
            if (reader_.expect(entry.value, Tree::Kind::string, key))
                example.code = entry.value.text;
        } else if (key == "image") {
            example.is_image = true;
            if (example.file == "Dockerfile") example.file = "image.json";
            if (reader_.expect(entry.value, Tree::Kind::string, key))
                example.code = entry.value.text;
        } else if (key == "made") {
            reader_.string(entry, example.made);
        } else if (key == "layers") {
            read_layers(entry, example);
        } else if (key == "file") {
            reader_.string(entry, example.file);
        } else if (key == "files") {
            reader_.string_map(entry, example.files);
        } else if (key == "args") {
            reader_.string_map(entry, example.args);
        } else if (key == "target") {
            reader_.string(entry, example.target);
        } else if (key == "platform") {
            reader_.string(entry, example.platform);
        } else if (key == "context") {
            reader_.boolean(entry, example.context);
        } else if (key == "today") {
            read_today(entry, example.today);
        } else if (key == "executable") {
            reader_.strings(entry, example.executable);
        } else if (key == "options") {
            if (reader_.expect(entry.value, Tree::Kind::table, key))
                read_settings(entry.value, example);
        } else {
            return false;
        }
        return true;
    }

    bool read_bad_entry(Entry const& entry, PageExample& example) {
        if (entry.key == "fixed") {
            if (reader_.expect(entry.value, Tree::Kind::string, entry.key))
                example.fixed = entry.value.text;
            return true;
        }
        if (entry.key != "flags") return false;
        if (!reader_.expect(entry.value, Tree::Kind::array, entry.key)) return true;
        if (entry.value.items.empty()) reader_.error(entry.value.position, "flags is empty");
        for (auto const& item : entry.value.items) read_flag(item, example);
        return true;
    }

    void read_layers(Entry const& entry, PageExample& example) {
        if (!reader_.expect(entry.value, Tree::Kind::array, entry.key)) return;
        for (auto const& item : entry.value.items) {
            auto& layer = example.layers.emplace_back();
            if (!reader_.expect(item, Tree::Kind::table, "each of layers")) continue;
            for (auto const& file : item.entries) layer[file.key] = read_layer_file(file);
        }
    }

    PageFile read_layer_file(Entry const& entry) {
        PageFile file;
        if (entry.value.kind == Tree::Kind::string) {
            file.content = entry.value.text;
            return file;
        }
        if (!reader_.expect(entry.value, Tree::Kind::table, "a file of a layer")) return file;
        for (auto const& part : entry.value.entries) {
            if (part.key == "removed") {
                reader_.boolean(part, file.is_removed);
            } else if (part.key == "size") {
                if (reader_.expect(part.value, Tree::Kind::integer, part.key))
                    file.size = static_cast<std::uint64_t>(part.value.integer);
            } else if (part.key == "mode") {
                std::string mode;
                reader_.string(part, mode);
                file.mode = static_cast<std::uint32_t>(std::strtoul(mode.c_str(), nullptr, 8));
            } else {
                reader_.unknown_key(part, {"mode", "size", "removed"});
            }
        }
        return file;
    }

    void read_flag(Tree const& item, PageExample& example) {
        if (item.kind == Tree::Kind::string) {
            example.flags.push_back({{}, item.text});
        } else if (reader_.expect(item, Tree::Kind::table, "a flag that is no string")) {
            Flag flag;
            for (auto const& part : item.entries) {
                if (part.key == "file") {
                    reader_.string(part, flag.file);
                } else if (part.key == "text") {
                    if (reader_.expect(part.value, Tree::Kind::string, "text"))
                        flag.text = part.value.text;
                } else {
                    reader_.unknown_key(part, {"file", "text"});
                }
            }
            reader_.require(item, "file");
            reader_.require(item, "text");
            example.flags.push_back(std::move(flag));
        }
    }

    void read_today(Entry const& entry, std::string& today) {
        reader_.string(entry, today);
        bool right = today.size() == 10;
        for (std::size_t i = 0; right && i < today.size(); ++i) {
            right = i == 4 || i == 7 ? today[i] == '-' : today[i] >= '0' && today[i] <= '9';
        }
        if (!right) reader_.error(entry.value.position, "today is a string \"YYYY-MM-DD\"");
    }

    void read_settings(Tree const& settings, PageExample& example) {
        for (auto const& entry : settings.entries) {
            example.options.emplace(entry.key, entry.value);
        }
    }

    TreeReader& reader_;
    bool is_bad_;
};

}  // namespace

void read_examples(TreeReader& reader, Entry const& entry, std::vector<PageExample>& examples,
                   ExampleKind kind) {
    ExampleReader(reader, kind).read(entry, examples);
}

}  // namespace dockcheck::pages
