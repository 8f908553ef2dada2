// The levels of hadolint 2.15.1: those of DL3... as its README lists them and its findings have
// them, those of SC... as its findings have them, the few that no finding shows as ShellCheck's
// parser gives them.
#include "analyzer/hadolint/default_levels.hpp"

#include <algorithm>
#include <array>

namespace dockcheck::hadolint {
namespace {

constexpr std::array<std::string_view, 29> errors{
    "DL1000", "DL3000", "DL3004", "DL3011", "DL3012", "DL3020", "DL3021", "DL3023",
    "DL3024", "DL3026", "DL3043", "DL3044", "DL3061", "DL4000", "DL4004", "SC1018",
    "SC1035", "SC1045", "SC1065", "SC1066", "SC1068", "SC1075", "SC1077", "SC1081",
    "SC1086", "SC1087", "SC1095", "SC1097", "SC1099"};

constexpr std::array<std::string_view, 73> warnings{
    "DL3002", "DL3003", "DL3006", "DL3007", "DL3008", "DL3013", "DL3014", "DL3016", "DL3018",
    "DL3022", "DL3025", "DL3027", "DL3028", "DL3029", "DL3030", "DL3032", "DL3033", "DL3034",
    "DL3035", "DL3036", "DL3037", "DL3038", "DL3040", "DL3041", "DL3042", "DL3045", "DL3046",
    "DL3051", "DL3052", "DL3053", "DL3054", "DL3055", "DL3056", "DL3058", "DL3062", "DL3063",
    "DL3064", "DL3065", "DL3067", "DL4001", "DL4003", "DL4005", "DL4006", "SC1007", "SC1010",
    "SC1078", "SC1083", "SC1098", "SC1110", "SC2039", "SC2046", "SC2112", "SC2140", "SC2154",
    "SC2155", "SC2164", "SC3001", "SC3003", "SC3005", "SC3008", "SC3009", "SC3010", "SC3011",
    "SC3014", "SC3020", "SC3030", "SC3037", "SC3044", "SC3046", "SC3053", "SC3057", "SC3059",
    "SC3060"};

constexpr std::array<std::string_view, 19> infos{"DL3001", "DL3009", "DL3010", "DL3015", "DL3019",
                                                 "DL3047", "DL3049", "DL3050", "DL3059", "DL3060",
                                                 "DL3066", "SC1001", "SC1079", "SC2015", "SC2026",
                                                 "SC2028", "SC2035", "SC2086", "SC2113"};

constexpr std::array<std::string_view, 3> styles{"DL3048", "SC1000", "SC2002"};

}  // namespace

std::optional<std::string_view> default_level(std::string_view id) {
    auto const is_among = [&](auto const& ids) { return std::ranges::find(ids, id) != ids.end(); };
    if (is_among(errors)) return "error";
    if (is_among(warnings)) return "warning";
    if (is_among(infos)) return "info";
    if (is_among(styles)) return "style";
    return std::nullopt;
}

}  // namespace dockcheck::hadolint
