// Reads image names after the grammar of the distribution project, with Docker's normalisation.
//
//   reference = [ domain "/" ] path [ ":" tag ] [ "@" digest ]
//   domain    = ( name ( "." name )* | "[" ipv6 "]" ) [ ":" digit+ ]
//   path      = component ( "/" component )*
//   component = alnum+ ( ( "." | "_" | "__" | "-"+ ) alnum+ )*       lower-case only
//   tag       = word-character ( word-character | "." | "-" ){0,127}
//   digest    = ( "sha256" | "sha384" | "sha512" ) ":" lower-case hex of the right length
#include "analyzer/syntax/dockerfile/image_reference.hpp"

#include <algorithm>
#include <cstddef>

namespace dockcheck::dockerfile {
namespace {

constexpr std::size_t longest_path = 255;
constexpr std::size_t longest_tag = 128;
constexpr std::string_view official_prefix = "library/";

constexpr bool is_image_lower(char c) { return c >= 'a' && c <= 'z'; }
constexpr bool is_image_upper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool is_decimal(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_alphanumeric(char c) {
    return is_image_lower(c) || is_image_upper(c) || is_decimal(c);
}
constexpr bool is_lower_hex(char c) { return is_decimal(c) || (c >= 'a' && c <= 'f'); }
constexpr bool is_ipv6_character(char c) {
    return is_lower_hex(c) || (c >= 'A' && c <= 'F') || c == ':';
}
constexpr bool is_tag_character(char c) {
    return is_alphanumeric(c) || c == '_' || c == '.' || c == '-';
}

/// Cuts the text before the first `separator` off; all of it when there is none.
std::string_view take_until(std::string_view& rest, char separator) {
    auto const part = rest.substr(0, rest.find(separator));
    rest.remove_prefix(std::min(rest.size(), part.size() + 1));
    return part;
}

bool is_host_label(std::string_view label) {
    auto const is_inner = [](char c) { return is_alphanumeric(c) || c == '-'; };
    return !label.empty() && is_alphanumeric(label.front()) && is_alphanumeric(label.back())
           && std::ranges::all_of(label, is_inner);
}

bool is_host(std::string_view host) {
    if (host.starts_with('[')) {
        return host.size() > 2 && host.ends_with(']')
               && std::ranges::all_of(host.substr(1, host.size() - 2), is_ipv6_character);
    }
    if (host.empty() || host.ends_with('.')) return false;
    while (!host.empty()) {
        if (!is_host_label(take_until(host, '.'))) return false;
    }
    return true;
}

bool is_image_domain(std::string_view domain) {
    auto const colon = domain.rfind(':');
    bool const has_port =
        colon != std::string_view::npos && domain.find(']', colon) == std::string_view::npos;
    if (!has_port) return is_host(domain);
    auto const port = domain.substr(colon + 1);
    return !port.empty() && std::ranges::all_of(port, is_decimal)
           && is_host(domain.substr(0, colon));
}

bool is_path_component(std::string_view component) {
    auto const is_inside = [](char c) { return is_image_lower(c) || is_decimal(c); };
    std::size_t at = 0;
    while (true) {
        auto const begin = at;
        while (at < component.size() && is_inside(component[at])) ++at;
        if (at == begin) return false;
        if (at == component.size()) return true;
        auto const separator = at;
        while (at < component.size() && !is_inside(component[at])) ++at;
        auto const text = component.substr(separator, at - separator);
        bool const dashes = text.find_first_not_of('-') == std::string_view::npos;
        if (text != "." && text != "_" && text != "__" && !dashes) return false;
    }
}

bool is_image_path(std::string_view path) {
    if (path.empty() || path.ends_with('/')) return false;
    while (!path.empty()) {
        if (!is_path_component(take_until(path, '/'))) return false;
    }
    return true;
}

bool is_image_tag(std::string_view tag) {
    return !tag.empty() && tag.size() <= longest_tag && tag.front() != '.' && tag.front() != '-'
           && std::ranges::all_of(tag, is_tag_character);
}

bool is_image_digest(std::string_view digest) {
    auto const algorithm = take_until(digest, ':');
    std::size_t const size = algorithm == "sha256"   ? 64
                             : algorithm == "sha384" ? 96
                             : algorithm == "sha512" ? 128
                                                     : 0;
    return size != 0 && digest.size() == size && std::ranges::all_of(digest, is_lower_hex);
}

bool looks_like_domain(std::string_view component) {
    return component == "localhost" || component.find_first_of(".:") != std::string_view::npos
           || std::ranges::any_of(component, is_image_upper);
}

bool is_docker_hub(std::string_view domain) {
    return domain.empty() || domain == "docker.io" || domain == "index.docker.io";
}

/// Splits without judging; the first part counts as a domain only when it looks like one.
ImageReference split_image_reference(std::string_view text) {
    ImageReference result;
    auto const slash = text.find('/');
    if (slash != std::string_view::npos && looks_like_domain(text.substr(0, slash))) {
        result.domain = text.substr(0, slash);
        text.remove_prefix(slash + 1);
    }
    auto name = take_until(text, '@');
    result.digest = text;
    result.path = take_until(name, ':');
    result.tag = name;
    return result;
}

/// Why the parts are no reference; empty when they are one.
std::string_view problem_of(ImageReference const& parts, std::string_view text) {
    bool const has_digest = text.find('@') != std::string_view::npos;
    auto const behind_path = parts.path.data() + parts.path.size();
    bool const has_tag = behind_path != text.data() + text.size() && *behind_path == ':';
    if (text.empty()) return "the name is empty";
    if (text.size() == 64 && std::ranges::all_of(text, is_lower_hex))
        return "64 hexadecimal digits are an image id, not a name";
    if (std::ranges::any_of(parts.path, is_image_upper)) return "the name must be in lower case";
    if (!is_image_path(parts.path)) return "the name is not well-formed";
    if (!parts.domain.empty() && !is_image_domain(parts.domain) && !is_path_component(parts.domain))
        return "the registry is not well-formed";
    if (has_tag && !is_image_tag(parts.tag)) return "the tag is not well-formed";
    if (has_digest && !is_image_digest(parts.digest)) return "the digest is not well-formed";

    bool const is_official =
        is_docker_hub(parts.domain) && parts.path.find('/') == std::string_view::npos;
    auto const size = parts.path.size() + (is_official ? official_prefix.size() : 0);
    if (size > longest_path) return "the name is longer than 255 characters";
    return {};
}

}  // namespace

std::string_view ImageReference::hub_name() const {
    if (!is_docker_hub(domain)) return {};
    auto const slash = path.find('/');
    // `a_b.c/d` has no domain, and is nothing that Docker Hub serves.
    if (domain.empty() && path.substr(0, slash).find('.') < slash
        && slash != std::string_view::npos)
        return {};
    bool const is_official = path.starts_with(official_prefix)
                             && path.find('/', official_prefix.size()) == std::string_view::npos;
    return is_official ? path.substr(official_prefix.size()) : path;
}

std::string_view ImageReference::whole_name() const {
    if (domain.empty()) return path;
    return {domain.data(), domain.size() + 1 + path.size()};  // they stand in one text
}

std::optional<ImageReference> parse_image_reference(std::string_view text, std::string_view* why) {
    auto result = split_image_reference(text);
    auto const problem = problem_of(result, text);
    if (!problem.empty()) {
        if (why != nullptr) *why = problem;
        return std::nullopt;
    }
    // What looks like a domain and is none (an underscore) is the first part of the path.
    if (!result.domain.empty() && !is_image_domain(result.domain)) {
        auto const size = result.domain.size() + 1 + result.path.size();
        result.path = {result.domain.data(), size};
        result.domain = {};
        if (size > longest_path) {
            if (why != nullptr) *why = "the name is longer than 255 characters";
            return std::nullopt;
        }
    }
    return result;
}

}  // namespace dockcheck::dockerfile
