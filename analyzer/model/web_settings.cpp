// By the documentation that web_builds.cpp names.
#include "analyzer/model/web_settings.hpp"

#include <algorithm>

#include "analyzer/model/word_list.hpp"

namespace dockcheck::model {
namespace {

/// A file of JavaScript without the comments that begin a line.
std::string without_comments(std::string_view text) {
    std::string result;
    bool in_comment = false;
    while (!text.empty()) {
        auto const end = std::min(text.find('\n'), text.size() - 1) + 1;
        auto const line = text.substr(0, end);
        text.remove_prefix(end);
        auto const begin = std::min(line.find_first_not_of(" \t"), line.size());
        auto const word = line.substr(begin);
        if (!in_comment && word.starts_with("/*")) in_comment = true;
        if (in_comment) {
            auto const close = word.find("*/");
            if (close == word.npos) continue;
            in_comment = false;
            result += word.substr(close + 2);
            continue;
        }
        if (!word.starts_with("//")) result += line;
    }
    return result;
}

/// The modules that a file of settings takes something from are all known to leave the place of the
/// output alone.
bool takes_only(WebSettings const& settings, WordTable const& known) {
    auto const text = std::string_view(settings.text);
    for (std::string_view const before : {"from", "require(", "import(", "import ", "import\t"}) {
        for (auto at = text.find(before); at != text.npos; at = text.find(before, at + 1)) {
            auto const quote = text.find_first_not_of(" \t\n(", at + before.size());
            if (quote == text.npos || (text[quote] != '"' && text[quote] != '\'')) continue;
            auto const end = text.find(text[quote], quote + 1);
            if (end == text.npos) return false;
            auto const module = text.substr(quote + 1, end - quote - 1);
            if (!module.starts_with("node:") && !known.holds(module)) return false;
        }
    }
    return true;
}

}  // namespace

WebSettings web_settings_of(Build const& build, std::string const& folder, std::string_view name) {
    auto const& context = *build.context();
    WebSettings settings;
    for (std::string_view const ending : {".js", ".mjs", ".ts", ".cjs", ".mts", ".cts"}) {
        auto const path = folder + std::string(name) + std::string(ending);
        auto const presence = context.look(path);
        if (presence == context::Presence::missing) continue;
        auto const* source = context.read(path);
        if (presence != context::Presence::file || source == nullptr || !settings.path.empty()) {
            settings.is_clear = false;
            return settings;
        }
        settings.path = path;
        settings.text = without_comments(source->bytes());
    }
    return settings;
}

bool leaves_next_alone(WebSettings const& settings) {
    static constexpr WordTable known =
        " @mdx-js/loader @next/bundle-analyzer @next/env @next/mdx @sentry/nextjs "
        "@serwist/next @svgr/webpack @types/node crypto dotenv fs fumadocs-mdx/next next "
        "next-compose-plugins next-intl/plugin next-mdx-remote next-pwa @ducanh2912/next-pwa "
        "next-translate next-transpile-modules nextra path url webpack ./package.json "
        "./next-i18next.config ./next-i18next.config.js ./src/env.mjs ./src/env.js ./src/env.ts "
        "./src/env ./env.mjs ./env.js ./env ";
    return settings.is_clear && takes_only(settings, known);
}

bool leaves_vite_alone(WebSettings const& settings) {
    static constexpr WordTable known =
        " @preact/preset-vite @rolldown/plugin-babel @sveltejs/vite-plugin-svelte "
        "@tailwindcss/vite @types/node @vitejs/plugin-basic-ssl @vitejs/plugin-legacy "
        "@vitejs/plugin-react @vitejs/plugin-react-swc @vitejs/plugin-vue @vitejs/plugin-vue-jsx "
        "autoprefixer dotenv fs lovable-tagger path rollup-plugin-visualizer tailwindcss "
        "unplugin-auto-import/vite unplugin-icons/vite unplugin-vue-components/resolvers "
        "unplugin-vue-components/vite url vite vite-plugin-checker vite-plugin-compression "
        "vite-plugin-eslint vite-plugin-pwa vite-plugin-solid vite-plugin-svgr "
        "vite-plugin-vue-devtools vite-plugin-vuetify vite-svg-loader vite-tsconfig-paths vitest "
        "vitest/config ./package.json ";
    return settings.is_clear && takes_only(settings, known)
           && std::ranges::none_of(
               std::initializer_list<std::string_view>{"outDir", "root", "configResolved",
                                                       "environments", "lib:"},
               [&](std::string_view word) {
                   return settings.text.find(word) != std::string::npos;
               });
}

}  // namespace dockcheck::model
