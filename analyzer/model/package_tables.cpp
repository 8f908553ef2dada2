// The tables: one row a manager; the verbs are in package_verbs.hpp. Each list of options that take
// a value names its source above it. "help" is the program's own --help or manual page, compared by
// scripts/check-package-options with the newest that PyPI, npm and Debian have, last on 2026-11-26.
// The others were compared by hand with the manual or the reference named there, on that day.
#include "analyzer/model/package_tables.hpp"

#include <array>
#include <iterator>

#include "analyzer/model/package_verbs.hpp"

namespace dockcheck::model {
namespace {

using namespace package_verbs;

// Help: apt-get(8), and apt-get asked for each of the options that the page names.
constexpr WordList apt_values =
    " -o --option -c --config-file -t --target-release --default-release -a "
    "--host-architecture -P --build-profiles --with-source ";
// Help: aptitude(8). Its -P asks a question and takes no value.
constexpr WordList aptitude_values =
    " -o -t --target-release -w --width -F --display-format -O --sort -S --add-user-tag "
    "--add-user-tag-to --remove-user-tag --remove-user-tag-from --group-by --log-file "
    "--log-level --show-package-names ";
// apk(8), apk-add(8), apk-del(8), apk-fetch(8), apk-update(8), apk-upgrade(8) of apk-tools 3.
constexpr WordList apk_values =
    " -p --root -X --repository --repositories-file --repository-config --keys-dir --cache-dir "
    "--cache-max-age --arch --wait --timeout --progress-fd -t --virtual -o --output "
    "--pkgname-spec --preupgrade-depends --uvol-manager --built-after ";
// Help: dnf(8), which is yum's too. dnf5(8) and its pages of the commands; microdnf's own options.
constexpr WordList rpm_values =
    " -c --config -d --debuglevel -e --errorlevel --installroot --releasever -x --exclude "
    "--excludepkgs --enablerepo --disablerepo --repo --repoid --setopt --enableplugin "
    "--disableplugin -R --randomwait --color --comment --advisory --bz --bzs --cve --cves "
    "--sec-severity --forcearch --downloaddir --destdir --repofrompath --advisories "
    "--disableexcludes --disableexcludepkgs --rpmverbosity --secseverity --enable-repo "
    "--disable-repo --enable-plugin --disable-plugin --setvar --releasever-major "
    "--releasever-minor --store --from-repo --from-vendor --installed-from-repo "
    "--advisory-severities --contains-pkgs --dump-repo-config --limit --arch --archlist "
    "--urlprotocol ";
// The list of options of tdnf 3.5: some take no value there that take one of dnf.
constexpr WordList tdnf_values =
    " -c --config -d --debuglevel -e -i --installroot --enableplugin --disableplugin "
    "--enablerepo --disablerepo --downloaddir --exclude --releasever --repo --repoid "
    "--repofromdir --repofrompath --rpmdefine --rpmverbosity --sec-severity --setopt --arch "
    "--download-path --metadata-path ";
// Help: zypper(8), the commands that manage packages and updates.
constexpr WordList zypper_values =
    " -t --type -r --repo --from --solver-focus --download -b --bugzilla --cve --issue --date "
    "-g --category --severity --releasever --plus-repo --plus-content ";
// Help: zypper(8), global options.
constexpr WordList zypper_global_values =
    " -c --config -s --table-style -D --reposd-dir -C --cache-dir --raw-cache-dir "
    "--solv-cache-dir --pkg-cache-dir --userdata -p --plus-repo --plus-content --releasever -R "
    "--root --installroot ";
// Help: pacman(8).
constexpr WordList pacman_values =
    " -b --dbpath -r --root --arch --cachedir --color --config --gpgdir --hookdir --logfile "
    "--sysroot --assume-installed --ignore --ignoregroup --overwrite --print-format ";
// Help: pip install, download, wheel.
constexpr WordList pip_values =
    " --python --log --proxy --retries --timeout --exists-action --trusted-host --cert "
    "--client-cert --cache-dir --keyring-provider --use-feature --use-deprecated -t --target "
    "--platform --python-version --implementation --abi --root --prefix --src "
    "--upgrade-strategy -C --config-settings --global-option --install-option --build-option -i "
    "--index-url --extra-index-url -f --find-links --no-binary --only-binary --progress-bar "
    "--root-user-action --report -b --build --group -d --dest -w --wheel-dir --all-releases "
    "--only-final --build-constraint --refresh-package --requirements-from-script "
    "--resume-retries --uploaded-prior-to ";
// Help: uv pip install, sync, add, tool install; the last three are in uv's reference alone.
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
    "--with-executables-from --with-requirements --python-preference --python-fetch "
    "--preview-features ";
// Help: npm install, ci.
constexpr WordList npm_values =
    " -w --workspace --prefix -C --registry --cache --loglevel --omit --include --only "
    "--save-prefix --tag --userconfig --globalconfig --fetch-timeout --fetch-retries "
    "--install-strategy --cpu --os --libc --before --maxsockets --depth --otp --scope "
    "--allow-directory --allow-file --allow-git --allow-remote --allow-scripts --min-release-age "
    "--min-release-age-exclude ";
// Help: cargo install.
constexpr WordList cargo_values =
    " --git --branch --tag --rev --root --index --registry -F --features --profile --target "
    "--target-dir --bin --example --test --bench -j --jobs --message-format --manifest-path "
    "--config -Z --color -p --package --exclude ";
// Help: go help build.
constexpr WordList go_values =
    " -C -p -o -tags -ldflags -gcflags -asmflags -mod -modfile -overlay -pkgdir -toolexec "
    "-buildmode -compiler -gccgoflags -installsuffix -covermode -coverpkg -pgo ";
// The reference of conda 26 (conda install, create, update, remove, env create, env update) and of
// micromamba 2. --channel-priority takes a value of micromamba alone, and is left out.
constexpr WordList conda_values =
    " -n --name -p --prefix -c --channel --revision --solver --subdir --platform --repodata-fn "
    "--experimental -r --root-prefix --rc-file --console --exclude-newer --clone "
    "--shortcuts-only --environment-specifier --env-spec --format --log-level "
    "--relocate-prefix --ssl-verify --cacert-path --repodata-ttl --channel-alias "
    "--lock-timeout --safety-checks --trusted-channels --category ";
// The reference of Composer 2 (install, require, update, remove, reinstall).
constexpr WordList composer_values =
    " -d --working-dir --repository --prefer-install --audit-format --ignore-platform-req "
    "--apcu-autoloader-prefix --type --stability --with ";
// Help: the manual pages of bundle install; the reference of bundle add.
constexpr WordList bundler_values =
    " --gemfile --path -j --jobs -r --retry --without --with -P --trust-policy --shebang "
    "--target-rbconfig -g --group -s --source --git --github --branch --ref --glob --require ";
// The reference of the .NET command line: dotnet restore, tool install, tool restore.
constexpr WordList dotnet_values =
    " -s --source --packages -r --runtime --configfile -v --verbosity -a --arch --os "
    "--lock-file-path -p --property --tool-path --add-source --framework --tool-manifest "
    "--artifacts-path ";
// The command line reference of Gradle 9.
constexpr WordList gradle_values =
    " -b --build-file -p --project-dir -c --settings-file -g --gradle-user-home -I --init-script "
    "-x --exclude-task --console --max-workers -P --project-prop -D --system-prop "
    "--configuration --include-build --project-cache-dir -F --dependency-verification -M "
    "--write-verification-metadata --warning-mode --priority --configuration-cache-problems "
    "--console-unicode ";

constexpr ManagerRule rules[] = {
    {Manager::apt, " apt apt-get ", Spelling::apt, apt_verbs, apt_values},
    {Manager::apt, " aptitude ", Spelling::apt, apt_verbs, aptitude_values},
    {Manager::apk, " apk ", Spelling::apk, apk_verbs, apk_values},
    {Manager::dnf, " dnf dnf5 ", Spelling::rpm, rpm_verbs, rpm_values},
    {Manager::dnf, " tdnf ", Spelling::rpm, rpm_verbs, tdnf_values},
    {Manager::microdnf, " microdnf ", Spelling::rpm, rpm_verbs, rpm_values},
    {Manager::yum, " yum ", Spelling::rpm, rpm_verbs, rpm_values},
    {.manager = Manager::zypper,
     .programs = " zypper ",
     .spelling = Spelling::relation,
     .verbs = zypper_verbs,
     .with_value = zypper_values,
     .before_verb = zypper_global_values},
    {Manager::pacman, " pacman ", Spelling::relation, {}, pacman_values},
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
    {Manager::bundler, " bundle bundler ", Spelling::plain, bundler_verbs, bundler_values, "", "",
     "", " -v --version ", Verb::install},
    {Manager::composer, " composer composer.phar ", Spelling::colon, composer_verbs,
     composer_values},
    // The documentation of Mix 1.19 (mix deps.get).
    {Manager::mix, " mix ", Spelling::plain, mix_verbs, " --only --target ", "", "", "", "",
     Verb::other, false},
    {Manager::go, " go ", Spelling::at, go_verbs, go_values, "", "", "", "", Verb::other, false},
    {Manager::cargo, " cargo ", Spelling::at, cargo_verbs, cargo_values, "", "", " --path ",
     " --version --vers "},
    {Manager::dotnet, " dotnet ", Spelling::plain, dotnet_verbs, dotnet_values, "", "", "",
     " --version "},
    {Manager::maven, " mvn mvnw ", Spelling::plain, maven_verbs,
     " -f --file -s --settings -gs --global-settings -P --activate-profiles -pl --projects -D "
     "--define -T --threads -t --toolchains -rf --resume-from -l --log-file -b --builder "
     "--color -emp --encrypt-master-password -ep --encrypt-password -gt --global-toolchains ",
     "", "", "", "", Verb::other, false},
    {Manager::gradle, " gradle gradlew ", Spelling::plain, gradle_verbs, gradle_values, "", "", "",
     "", Verb::other, false},
};

/// The rule of each program, by a hash of the name.
class ProgramTable {
 public:
    consteval ProgramTable() {
        for (std::size_t rule = 0; rule < std::size(rules); ++rule) {
            rules[rule].programs.each([&](std::string_view word) {
                auto slot = slot_of(word);
                while (!slots_[slot].program.empty()) slot = (slot + 1) % slot_count;
                slots_[slot] = {word, static_cast<std::uint8_t>(rule)};
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

ManagerRule const* rule_of(std::string_view program) { return manager_programs.find(program); }

}  // namespace dockcheck::model
