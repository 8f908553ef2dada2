// Finds names that are one account for the kernel.
#include "rules/users/duplicate-user-or-group-id.hpp"

#include <algorithm>
#include <unordered_map>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/accounts.hpp"
#include "analyzer/model/image_files.hpp"

namespace dockcheck::rules::duplicate_user_or_group_id {
namespace {

bool is_number(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

void check_file(model::ImageFiles const& files, image::Image const& image, std::string_view path,
                Message<3> const& message, Pass& pass, Options const& options) {
    auto const* const file = files.find(path);
    if (file == nullptr || !file->content) return;
    std::unordered_map<std::string_view, std::string_view> names;
    for (auto const& account : model::account_lines(*file->content)) {
        auto const& ignored = options.ignore_names;
        bool const is_ignored = std::ranges::find(ignored, account.name) != ignored.end();
        if (!is_number(account.id) || is_ignored) continue;
        auto const [first, is_new] = names.try_emplace(account.id, account.name);
        if (is_new || first->second == account.name) continue;
        pass.report(model::place_of_layer(image, files.layer_of(path)), message, first->second,
                    account.name, account.id);
    }
}

void check(image::Image const& image, Pass& pass, Options const& options) {
    model::ImageFiles const files(image);
    check_file(files, image, "etc/passwd", user, pass, options);
    check_file(files, image, "etc/group", group, pass, options);
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::duplicate_user_or_group_id
