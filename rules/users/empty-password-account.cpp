// Finds accounts that let everybody in.
#include "rules/users/empty-password-account.hpp"

#include <algorithm>

#include "analyzer/lint/pass.hpp"
#include "analyzer/model/accounts.hpp"
#include "analyzer/model/image_files.hpp"

namespace dockcheck::rules::empty_password_account {
namespace {

void check(image::Image const& image, Pass& pass, Options const& options) {
    model::ImageFiles const files(image);
    static constexpr std::string_view all_paths[] = {"etc/shadow", "etc/master.passwd"};
    for (auto const path : all_paths) {
        auto const* const file = files.find(path);
        if (file == nullptr || !file->content) continue;
        for (auto const& account : model::account_lines(*file->content)) {
            if (!account.password.empty() || account.id.data() == nullptr) continue;
            auto const& ignored = options.ignore_users;
            if (std::ranges::find(ignored, account.name) != ignored.end()) continue;
            pass.report(model::place_of_layer(image, files.layer_of(path)), empty, account.name,
                        path);
        }
    }
}

}  // namespace

constinit Check const rule = on<check>();

}  // namespace dockcheck::rules::empty_password_account
