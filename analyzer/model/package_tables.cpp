// The tables: one row a manager, its verbs above it. scripts/check-package-options compares the
// options with the --help of those managers that PyPI and npm have. Sources: the manual pages
// apt-get(8), apk(8), dnf(8), yum(8), zypper(8), pacman(8), and the reference pages of pip, uv,
// pipx, Poetry, Pipenv, PDM, conda, npm, Yarn, pnpm, Bun, RubyGems, Bundler, Composer, go, Cargo,
// dotnet, Maven, Gradle.
#include "analyzer/model/package_tables.hpp"

#include <array>
#include <iterator>

namespace dockcheck::model {
namespace {

using enum Operands;

constexpr VerbRule apt_verbs[] = {
    {"install", Verb::install, packages},
    {"reinstall", Verb::install, packages},
    {"update", Verb::update},
    {"upgrade", Verb::upgrade, packages},
    {"dist-upgrade", Verb::upgrade, packages},
    {"full-upgrade", Verb::upgrade, packages},
    {"safe-upgrade", Verb::upgrade, packages},
    {"remove", Verb::remove, packages},
    {"purge", Verb::remove, packages},
    {"autoremove", Verb::remove, packages},
    {"auto-remove", Verb::remove, packages},
    {"autopurge", Verb::remove, packages},
    {"clean", Verb::clean},
    {"autoclean", Verb::clean},
    {"distclean", Verb::clean},
    {"dist-clean", Verb::clean},
    {"auto-clean", Verb::clean},
    {"download", Verb::download, packages},
};
constexpr VerbRule apk_verbs[] = {
    {"add", Verb::install, packages},     {"update", Verb::update},
    {"upgrade", Verb::upgrade, packages}, {"del", Verb::remove, packages},
    {"cache clean", Verb::clean},         {"cache purge", Verb::clean},
    {"fetch", Verb::download, packages},
};
constexpr VerbRule rpm_verbs[] = {
    {"install", Verb::install, packages},
    {"localinstall", Verb::install, packages},
    {"reinstall", Verb::install, packages},
    {"groupinstall", Verb::install, packages},
    {"group install", Verb::install, packages},
    {"groups install", Verb::install, packages},
    {"module install", Verb::install, packages},
    {"in", Verb::install, packages},
    {"makecache", Verb::update},
    {"check-update", Verb::update},
    {"update", Verb::upgrade, packages},
    {"upgrade", Verb::upgrade, packages},
    {"upgrade-minimal", Verb::upgrade, packages},
    {"update-minimal", Verb::upgrade, packages},
    {"distro-sync", Verb::upgrade, packages},
    {"system-upgrade", Verb::upgrade},
    {"up", Verb::upgrade, packages},
    {"remove", Verb::remove, packages},
    {"rm", Verb::remove, packages},
    {"erase", Verb::remove, packages},
    {"autoremove", Verb::remove, packages},
    {"clean", Verb::clean},
    {"download", Verb::download, packages},
};
constexpr VerbRule zypper_verbs[] = {
    {"install", Verb::install, packages},
    {"in", Verb::install, packages},
    {"source-install", Verb::install, packages},
    {"si", Verb::install, packages},
    {"refresh", Verb::update},
    {"ref", Verb::update},
    {"update", Verb::upgrade, packages},
    {"up", Verb::upgrade, packages},
    {"dist-upgrade", Verb::upgrade},
    {"dup", Verb::upgrade},
    {"patch", Verb::upgrade},
    {"remove", Verb::remove, packages},
    {"rm", Verb::remove, packages},
    {"clean", Verb::clean},
    {"cc", Verb::clean},
    {"download", Verb::download, packages},
};
constexpr VerbRule pip_verbs[] = {
    {"install", Verb::install, packages}, {"download", Verb::download, packages},
    {"wheel", Verb::download, packages},  {"uninstall", Verb::remove, packages},
    {"cache purge", Verb::clean},
};
constexpr VerbRule uv_verbs[] = {
    {"pip install", Verb::install, packages},
    {"pip sync", Verb::install, files},
    {"pip uninstall", Verb::remove, packages},
    {"sync", Verb::install, manifests},
    {"add", Verb::install, packages},
    {"remove", Verb::remove, packages},
    {"tool install", Verb::install, packages},
    {"tool upgrade", Verb::upgrade, packages},
    {"tool uninstall", Verb::remove, packages},
    {"cache clean", Verb::clean},
    {"cache prune", Verb::clean},
};
constexpr VerbRule pipx_verbs[] = {
    {"install", Verb::install, packages},
    {"upgrade", Verb::upgrade, packages},
    {"uninstall", Verb::remove, packages},
};
constexpr VerbRule poetry_verbs[] = {
    {"install", Verb::install, manifests}, {"sync", Verb::install, manifests},
    {"add", Verb::install, packages},      {"update", Verb::upgrade, packages},
    {"remove", Verb::remove, packages},    {"cache clear", Verb::clean},
};
constexpr VerbRule pipenv_verbs[] = {
    {"install", Verb::install, either},
    {"sync", Verb::install, manifests},
    {"update", Verb::upgrade, packages},
    {"uninstall", Verb::remove, packages},
};
constexpr VerbRule pdm_verbs[] = {
    {"install", Verb::install, manifests}, {"sync", Verb::install, manifests},
    {"add", Verb::install, packages},      {"update", Verb::upgrade, packages},
    {"remove", Verb::remove, packages},    {"cache clear", Verb::clean},
};
constexpr VerbRule conda_verbs[] = {
    {"install", Verb::install, packages},
    {"create", Verb::install, packages},
    {"env create", Verb::install, either},
    {"env update", Verb::install, either},
    {"update", Verb::upgrade, packages},
    {"upgrade", Verb::upgrade, packages},
    {"remove", Verb::remove, packages},
    {"uninstall", Verb::remove, packages},
    {"clean", Verb::clean},
};
constexpr VerbRule npm_verbs[] = {
    {"install", Verb::install, either},   {"i", Verb::install, either},
    {"in", Verb::install, either},        {"add", Verb::install, either},
    {"ci", Verb::install, manifests},     {"clean-install", Verb::install, manifests},
    {"ic", Verb::install, manifests},     {"install-clean", Verb::install, manifests},
    {"update", Verb::upgrade, packages},  {"up", Verb::upgrade, packages},
    {"upgrade", Verb::upgrade, packages}, {"uninstall", Verb::remove, packages},
    {"remove", Verb::remove, packages},   {"rm", Verb::remove, packages},
    {"un", Verb::remove, packages},       {"unlink", Verb::remove, packages},
    {"r", Verb::remove, packages},        {"cache clean", Verb::clean},
    {"cache clear", Verb::clean},         {"cache rm", Verb::clean},
};
constexpr VerbRule yarn_verbs[] = {
    {"install", Verb::install, manifests},       {"add", Verb::install, packages},
    {"global add", Verb::install, packages},     {"workspaces focus", Verb::install, manifests},
    {"upgrade", Verb::upgrade, packages},        {"up", Verb::upgrade, packages},
    {"global upgrade", Verb::upgrade, packages}, {"remove", Verb::remove, packages},
    {"global remove", Verb::remove, packages},   {"cache clean", Verb::clean},
};
constexpr VerbRule pnpm_verbs[] = {
    {"install", Verb::install, either},   {"i", Verb::install, either},
    {"add", Verb::install, packages},     {"fetch", Verb::download, manifests},
    {"update", Verb::upgrade, packages},  {"up", Verb::upgrade, packages},
    {"upgrade", Verb::upgrade, packages}, {"remove", Verb::remove, packages},
    {"rm", Verb::remove, packages},       {"uninstall", Verb::remove, packages},
    {"un", Verb::remove, packages},       {"store prune", Verb::clean},
};
constexpr VerbRule bun_verbs[] = {
    {"install", Verb::install, either}, {"i", Verb::install, either},
    {"ci", Verb::install, manifests},   {"add", Verb::install, packages},
    {"a", Verb::install, packages},     {"update", Verb::upgrade, packages},
    {"remove", Verb::remove, packages}, {"rm", Verb::remove, packages},
    {"pm cache rm", Verb::clean},
};
constexpr VerbRule gem_verbs[] = {
    {"install", Verb::install, packages}, {"i", Verb::install, packages},
    {"update", Verb::upgrade, packages},  {"uninstall", Verb::remove, packages},
    {"fetch", Verb::download, packages},  {"cleanup", Verb::clean},
};
constexpr VerbRule bundler_verbs[] = {
    {"install", Verb::install, manifests}, {"i", Verb::install, manifests},
    {"add", Verb::install, packages},      {"update", Verb::upgrade, packages},
    {"remove", Verb::remove, packages},    {"clean", Verb::clean},
};
constexpr VerbRule composer_verbs[] = {
    {"install", Verb::install, manifests},
    {"i", Verb::install, manifests},
    {"require", Verb::install, packages},
    {"r", Verb::install, packages},
    {"global require", Verb::install, packages},
    {"update", Verb::upgrade, packages},
    {"u", Verb::upgrade, packages},
    {"upgrade", Verb::upgrade, packages},
    {"remove", Verb::remove, packages},
    {"clear-cache", Verb::clean},
    {"clearcache", Verb::clean},
    {"cc", Verb::clean},
};
constexpr VerbRule go_verbs[] = {
    {"mod download", Verb::download, manifests},
    {"get", Verb::install, packages},
    {"install", Verb::install, packages},
    {"run", Verb::other, packages},
    {"clean", Verb::clean},
};
constexpr VerbRule cargo_verbs[] = {
    {"fetch", Verb::download, manifests},  {"build", Verb::install, manifests},
    {"b", Verb::install, manifests},       {"install", Verb::install, packages},
    {"uninstall", Verb::remove, packages},
};
constexpr VerbRule dotnet_verbs[] = {
    {"restore", Verb::install, projects},
    {"tool install", Verb::install, packages},
    {"tool restore", Verb::install, manifests},
    {"tool uninstall", Verb::remove, packages},
};
constexpr VerbRule maven_verbs[] = {
    {"dependency:go-offline", Verb::download, manifests},
    {"dependency:resolve", Verb::download, manifests},
    {"dependency:resolve-plugins", Verb::download, manifests},
};
constexpr VerbRule gradle_verbs[] = {{"dependencies", Verb::download, manifests}};

constexpr WordList rpm_values =
    " -c --config -d --debuglevel -e --errorlevel --installroot --releasever -x --exclude "
    "--excludepkgs --enablerepo --disablerepo --repo --repoid --setopt --enableplugin "
    "--disableplugin -R --randomwait --color --comment --advisory --bz --bzs --cve --cves "
    "--sec-severity --forcearch --downloaddir --destdir --repofrompath ";
constexpr WordList pip_values =
    " --python --log --proxy --retries --timeout --exists-action --trusted-host --cert "
    "--client-cert --cache-dir --keyring-provider --use-feature --use-deprecated -t --target "
    "--platform --python-version --implementation --abi --root --prefix --src "
    "--upgrade-strategy -C --config-settings --global-option --install-option --build-option -i "
    "--index-url --extra-index-url -f --find-links --no-binary --only-binary --progress-bar "
    "--root-user-action --report -b --build --group -d --dest -w --wheel-dir --all-releases "
    "--only-final --build-constraint --refresh-package --requirements-from-script "
    "--resume-retries --uploaded-prior-to ";
constexpr WordList uv_values =
    " --overrides --override -b --build-constraints --build-constraint -i --index-url "
    "--default-index --index --extra-index-url -f --find-links --index-strategy "
    "--keyring-provider -P --upgrade-package --reinstall-package --refresh-package --resolution "
    "--prerelease --exclude-newer -C --config-setting --link-mode -p --python --python-version "
    "--python-platform -t --target --prefix --extra --no-extra --group --no-group --only-group "
    "--package --no-binary --only-binary --no-binary-package --no-build-package "
    "--no-build-isolation-package --no-install-package --cache-dir --directory --project "
    "--config-file --color --allow-insecure-host --trusted-host --optional --branch --tag --rev "
    "--with --cert --config-settings-package --exclude-newer-package --excludes --fork-strategy "
    "--no-editable-package --no-sources-package --output-format --prerelease-package "
    "--torch-backend --upgrade-group --script --bounds -m --marker -w --with-editable "
    "--with-executables-from --with-requirements ";
constexpr WordList npm_values =
    " -w --workspace --prefix -C --registry --cache --loglevel --omit --include --only "
    "--save-prefix --tag --userconfig --globalconfig --fetch-timeout --fetch-retries "
    "--install-strategy --cpu --os --libc --before --maxsockets --depth --otp --scope "
    "--allow-directory --allow-file --allow-git --allow-remote --allow-scripts --min-release-age "
    "--min-release-age-exclude ";
constexpr WordList cargo_values =
    " --git --branch --tag --rev --root --index --registry -F --features --profile --target "
    "--target-dir --bin --example --test --bench -j --jobs --message-format --manifest-path "
    "--config -Z --color -p --package --exclude ";
constexpr WordList go_values =
    " -C -p -o -tags -ldflags -gcflags -asmflags -mod -modfile -overlay -pkgdir -toolexec "
    "-buildmode -compiler -gccgoflags -installsuffix -covermode -coverpkg -pgo ";
constexpr WordList conda_values =
    " -n --name -p --prefix -c --channel --revision --solver --subdir --platform --repodata-fn "
    "--experimental -r --root-prefix --rc-file ";

constexpr ManagerRule rules[] = {
    {Manager::apt, " apt apt-get aptitude ", Spelling::apt, apt_verbs,
     " -o --option -c --config-file -t --target-release --default-release -a "
     "--host-architecture -P --build-profiles "},
    {Manager::apk, " apk ", Spelling::apk, apk_verbs,
     " -p --root -X --repository --repositories-file --keys-dir --cache-dir --cache-max-age "
     "--arch --wait --timeout --progress-fd -t --virtual -o --output "},
    {Manager::dnf, " dnf dnf5 tdnf ", Spelling::rpm, rpm_verbs, rpm_values},
    {Manager::microdnf, " microdnf ", Spelling::rpm, rpm_verbs, rpm_values},
    {Manager::yum, " yum ", Spelling::rpm, rpm_verbs, rpm_values},
    {Manager::zypper, " zypper ", Spelling::relation, zypper_verbs,
     " -c --config -R --root --installroot -D --reposd-dir -C --cache-dir --raw-cache-dir "
     "--solv-cache-dir --pkg-cache-dir -p --plus-repo --plus-content --releasever -t --type -r "
     "--repo --from "},
    {Manager::pacman,
     " pacman ",
     Spelling::relation,
     {},
     " -b --dbpath --root --arch --cachedir --color --config --gpgdir --hookdir --logfile "
     "--assume-installed --ignore --ignoregroup --overwrite --print-format "},
    {Manager::pip, " pip ", Spelling::python, pip_verbs, pip_values, " -r --requirement ",
     " -c --constraint ", " -e --editable "},
    {Manager::uv, " uv ", Spelling::python, uv_verbs, uv_values,
     " -r --requirements --requirement ", " -c --constraints --constraint ", " -e --editable "},
    {Manager::pipx, " pipx ", Spelling::python, pipx_verbs,
     " --python --pip-args -i --index-url --suffix --preinstall --spec --app --cooldown "
     "--include-resources-from --lock "},
    {Manager::poetry, " poetry ", Spelling::python, poetry_verbs,
     " --without --with --only -E --extras -C --directory -P --project -G --group --source "
     "--python --platform --markers "},
    {Manager::pipenv, " pipenv ", Spelling::python, pipenv_verbs,
     " --python -i --index --pypi-mirror --extra-pip-args --categories --extras --resolver "
     "--config-settings ",
     " -r --requirements ", "", " -e --editable "},
    {Manager::pdm, " pdm ", Spelling::python, pdm_verbs,
     " -p --project -G --group -L --lockfile -c --config --without --with -k --skip --venv -C "
     "--config-setting --override ",
     "", "", " -e --editable "},
    {Manager::conda, " conda mamba micromamba ", Spelling::conda, conda_verbs, conda_values,
     " -f --file "},
    {Manager::npm, " npm ", Spelling::at, npm_verbs, npm_values},
    {Manager::yarn, " yarn yarnpkg ", Spelling::at, yarn_verbs,
     " --cwd --modules-folder --cache-folder --registry --network-timeout --network-concurrency "
     "--mutex --global-folder --prefix --mode --proxy --https-proxy --link-folder --otp "
     "--preferred-cache-folder --use-yarnrc ",
     "", "", "", "", Verb::install},
    {Manager::pnpm, " pnpm ", Spelling::at, pnpm_verbs,
     " -C --dir -F --filter --store-dir --registry --reporter --network-concurrency "
     "--child-concurrency --loglevel --modules-dir --virtual-store-dir --prefix --allow-build "
     "--changed-files-ignore-pattern --cpu --os --libc --env-file --fetch-min-speed-ki-bps "
     "--fetch-timeout --fetch-warn-timeout-ms --filter-prod --http-proxy --https-proxy "
     "--no-proxy --lockfile-dir --merge-git-branch-lockfiles-branch-pattern --node-linker "
     "--npmrc-auth-file --pnpr-server --save-catalog-name --save-prefix --state-dir "
     "--test-pattern --user-agent --workspace-concurrency --workspace-packages "},
    {Manager::bun, " bun ", Spelling::at, bun_verbs,
     " --cwd --cache-dir --registry -c --config --backend --filter --omit "
     "--network-concurrency --cafile --ca --concurrent-scripts --cpu --os --libc --env-file "
     "--linker --minimum-release-age --minimum-release-age-excludes -F "},
    {Manager::gem, " gem ", Spelling::colon, gem_verbs,
     " -i --install-dir -n --bindir -s --source -P --trust-policy --platform -g --file "
     "--build-root --config-file -p --http-proxy -B --bulk-threshold --document --without ",
     "", "", "", " -v --version "},
    {Manager::bundler, " bundle bundler ", Spelling::plain, bundler_verbs,
     " --gemfile --path -j --jobs -r --retry --without --with -P --trust-policy --shebang "
     "--target-rbconfig -g --group -s --source ",
     "", "", "", " -v --version ", Verb::install},
    {Manager::composer, " composer composer.phar ", Spelling::colon, composer_verbs,
     " -d --working-dir --repository --prefer-install "},
    {Manager::go, " go ", Spelling::at, go_verbs, go_values, "", "", "", "", Verb::other, false},
    {Manager::cargo, " cargo ", Spelling::at, cargo_verbs, cargo_values, "", "", " --path ",
     " --version --vers "},
    {Manager::dotnet, " dotnet ", Spelling::plain, dotnet_verbs,
     " -s --source --packages -r --runtime --configfile -v --verbosity -a --arch --os "
     "--lock-file-path -p --property --tool-path --add-source --framework ",
     "", "", "", " --version "},
    {Manager::maven, " mvn mvnw ", Spelling::plain, maven_verbs,
     " -f --file -s --settings -gs --global-settings -P --activate-profiles -pl --projects -D "
     "--define -T --threads -t --toolchains -rf --resume-from -l --log-file -b --builder "
     "--color -emp --encrypt-master-password -ep --encrypt-password -gt --global-toolchains ",
     "", "", "", "", Verb::other, false},
    {Manager::gradle, " gradle gradlew ", Spelling::plain, gradle_verbs,
     " -b --build-file -p --project-dir -c --settings-file -g --gradle-user-home -I --init-script "
     "-x --exclude-task --console --max-workers -P --project-prop -D --system-prop "
     "--configuration ",
     "", "", "", "", Verb::other, false},
};

/// The rule of each program, by a hash of the name.
class ProgramTable {
 public:
    consteval ProgramTable() {
        for (std::uint8_t rule = 0; rule < std::size(rules); ++rule) {
            rules[rule].programs.each([&](std::string_view word) {
                auto slot = slot_of(word);
                while (!slots_[slot].program.empty()) slot = (slot + 1) % slot_count;
                slots_[slot] = {word, rule};
            });
        }
    }
    [[nodiscard]] ManagerRule const* find(std::string_view program) const {
        if (program.empty()) return nullptr;
        for (auto slot = slot_of(program); !slots_[slot].program.empty();
             slot = (slot + 1) % slot_count) {
            if (slots_[slot].program == program) return &rules[slots_[slot].rule];
        }
        return nullptr;
    }

 private:
    static constexpr std::size_t slot_count = 128;

    struct Slot {
        std::string_view program;
        std::uint8_t rule = 0;
    };
    static constexpr std::size_t slot_of(std::string_view word) {
        std::size_t const first = static_cast<unsigned char>(word.front());
        std::size_t const last = static_cast<unsigned char>(word.back());
        std::size_t const middle = static_cast<unsigned char>(word[word.size() / 2]);
        return (first * 5 + middle * 17 + last * 3 + word.size() * 29) % slot_count;
    }

    std::array<Slot, slot_count> slots_{};
};

constexpr ProgramTable manager_programs;

}  // namespace

std::span<ManagerRule const> manager_rules() { return rules; }

ManagerRule const* rule_of(std::string_view program) { return manager_programs.find(program); }

}  // namespace dockcheck::model
