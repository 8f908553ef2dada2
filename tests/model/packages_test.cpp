// What commands ask of package managers.
#include "analyzer/model/packages.hpp"

#include <doctest/doctest.h>

#include "tests/model/package_text.hpp"

using namespace dockcheck;
using test::package_text;

TEST_CASE("apt: verbs, packages with versions, files and options") {
    test::Variables const known = {{"V", "1.2"}};
    CHECK(package_text("apt-get -y install --no-install-recommends curl=7.1 libc6:i386 git/bookworm ./x.deb -t stable vim")
          == "apt install: curl{=7.1} libc6 git{/bookworm} vim | paths ./x.deb | options -y --no-install-recommends -t");
    CHECK(package_text("apt-get install -yq $PKG curl=$V git=$X", known)
          == "apt install: ? curl{=1.2} git{=$X} | options -yq");
    CHECK(package_text("apt install -y build-essential && apt-get purge -y --auto-remove gcc && apt-get clean")
          == "apt install: build-essential | options -y\n"
          "apt remove: gcc | options -y --auto-remove\n"
          "apt clean:");
    CHECK(package_text("apt-get update -qq") == "apt update: | options -qq");
    CHECK(package_text("apt-get distclean") == "apt clean:");
}

TEST_CASE("what would be done is not done") {
    CHECK(package_text("apt-get install -s curl; apt-get -s upgrade; apk add --simulate curl")
          == "apt other: curl | options -s\napt other: | options -s\n"
          "apk other: curl | options --simulate");
    CHECK(package_text("pip install --dry-run flask; dnf install --assumeno curl")
          == "pip other: flask | options --dry-run\ndnf other: curl | options --assumeno");
    CHECK(package_text("gem install -s https://gems.example.com rake")
          == "gem install: rake | options -s");
}

TEST_CASE("apk: verbs, packages with versions, files and options") {
    CHECK(
        package_text("apk add --no-cache --virtual .deps gcc=1.2-r0 musl-dev~=1 python3@edge")
        == "apk install: gcc{=1.2-r0} musl-dev{~=1} python3{@edge} | options --no-cache --virtual");
    CHECK(package_text("apk --no-cache -X http://x add curl")
          == "apk install: curl | options --no-cache -X");
    CHECK(package_text("apk del .deps") == "apk remove: .deps");
}

TEST_CASE("a value of an option is no package") {
    CHECK(package_text("uv pip install --torch-backend cu128 --config-settings-package a:b=c torch")
          == "uv install: torch | options --torch-backend --config-settings-package");
    CHECK(package_text("pip install --uploaded-prior-to 2026-01-01 --only-final :all: flask")
          == "pip install: flask | options --uploaded-prior-to --only-final");
    CHECK(package_text("uv pip install --system --python-preference system torch")
          == "uv install: torch | options --system --python-preference");
    CHECK(package_text("pipx install --app black black==25.1.0")
          == "pipx install: black{==25.1.0} | options --app");
    CHECK(package_text("bun add --linker hoisted zod") == "bun install: zod | options --linker");
    CHECK(package_text("yarn add --otp 123456 zod") == "yarn install: zod | options --otp");
    CHECK(package_text("gem install --document rdoc rake")
          == "gem install: rake | options --document");
    CHECK(package_text("pdm add -C key=value flask") == "pdm install: flask | options -C");
}

TEST_CASE("a value of an option of a distribution's package manager is no package") {
    CHECK(package_text("apt-get install --with-source ./local.list curl")
          == "apt install: curl | options --with-source");
    CHECK(package_text("aptitude -P install -w 80 --log-level error curl")
          == "apt install: curl | options -P -w --log-level");
    CHECK(package_text("apk add --pkgname-spec '${name}.apk' --uvol-manager /bin/x curl")
          == "apk install: curl | options --pkgname-spec --uvol-manager");
    CHECK(package_text("dnf5 install --setvar a=b --from-repo updates curl")
          == "dnf install: curl | options --setvar --from-repo");
    CHECK(package_text("yum install --disableexcludes all curl")
          == "yum install: curl | options --disableexcludes");
    CHECK(package_text("tdnf install --disableexcludes -i /mnt --rpmdefine '_x 1' curl")
          == "dnf install: curl | options --disableexcludes -i --rpmdefine");
    CHECK(package_text("pacman -r /mnt --sysroot /mnt -S git")
          == "pacman install: git | options -r --sysroot -S");
    CHECK(package_text("conda create --console classic --clone base numpy")
          == "conda install: numpy | options --console --clone");
    CHECK(package_text("composer require --ignore-platform-req ext-intl --audit-format plain a/b")
          == "composer install: a/b | options --ignore-platform-req --audit-format");
    CHECK(package_text("dotnet tool install --tool-manifest x.json dotnet-ef")
          == "dotnet install: dotnet-ef | options --tool-manifest");
    CHECK(package_text("bundle add rake --branch main --git https://host/rake.git")
          == "bundler install: rake | options --branch --git");
}

TEST_CASE("zypper: an option in front of the verb is another behind it") {
    CHECK(package_text("zypper -n -t -s 3 -R /mnt -C /tmp in -R -D -C curl")
          == "zypper install: curl | options -n -t -s -R -C -R -D -C");
    CHECK(package_text("zypper in -t pattern -r oss --solver-focus Job devel_basis")
          == "zypper install: devel_basis | options -t -r --solver-focus");
}

TEST_CASE("conda clean: its letters are other options than those of install") {
    CHECK(package_text("conda clean -f -y && conda clean -t -p -y && conda clean -afy")
          == "conda clean: | options -f -y\n"
          "conda clean: | options -t -p -y\n"
          "conda clean: | options -afy");
}

TEST_CASE("rpm families and pacman: verbs, packages with versions, files and options") {
    CHECK(package_text("dnf install -y httpd-2.4.6 java-1.8.0-openjdk mysql-5.7.1-2.el8 gcc-c++ && dnf clean all")
          == "dnf install: httpd{-2.4.6} java-1.8.0-openjdk mysql{-5.7.1-2.el8} gcc-c++ | options -y\n"
          "dnf clean:");
    CHECK(package_text("yum -y update && yum groupinstall \"Development Tools\"")
          == "yum upgrade: | options -y\n"
          "yum install: Development Tools");
    CHECK(package_text("tdnf install -y tar && dnf system-upgrade download")
          == "dnf install: tar | options -y\n"
          "dnf upgrade:");
    CHECK(package_text("zypper si bash && npm cache clear --force && go run example.com/x@v1 a")
          == "zypper install: bash\n"
          "npm clean: | options --force\n"
          "go other: example.com/x{@v1} a");
    CHECK(package_text("microdnf install --nodocs -y tar")
          == "microdnf install: tar | options --nodocs -y");
    CHECK(package_text("zypper --non-interactive in curl=1.2 && zypper ref")
          == "zypper install: curl{=1.2} | options --non-interactive\n"
          "zypper update:");
    CHECK(package_text("pacman -Syu --noconfirm git && pacman -Sy && pacman -Syu && pacman -Scc --noconfirm && pacman -Rns x")
          == "pacman install: git | options -Syu --noconfirm\n"
          "pacman update: | options -Sy\n"
          "pacman upgrade: | options -Syu\n"
          "pacman clean: | options -Scc --noconfirm\n"
          "pacman remove: x | options -Rns");
}

TEST_CASE("pip: verbs, packages with versions, files and options") {
    test::Variables const known = {{"V", "1.2"}};
    CHECK(package_text("pip install -r requirements.txt flask==2.0 'uvicorn[standard]>=0.2' -c c.txt")
          == "pip install: flask{==2.0} uvicorn{>=0.2} | files requirements.txt | constraints c.txt | options -r -c | manifests");
    CHECK(package_text("pip3.11 install --no-cache-dir -rreq.txt --requirement=b.txt -e . ./lib foo.whl git+https://x/y.git")
          == "pip install: ? | files req.txt b.txt | paths . ./lib foo.whl | options --no-cache-dir -rreq.txt --requirement=b.txt -e | manifests");
    CHECK(package_text("python3 -m pip install -U pip setuptools==$V wheel==$W", known)
          == "pip install: pip setuptools{==1.2} wheel{==$W} | options -U");
    CHECK(package_text("python -m pip install --upgrade pip --index-url https://x -f links torch")
          == "pip install: pip torch | options --upgrade --index-url -f");
    CHECK(package_text("/opt/venv/bin/pip install . && pip download x && pip cache purge")
          == "pip install: | paths . | manifests\n"
          "pip download: x\n"
          "pip clean:");
    CHECK(package_text("pip install foo.whl \"a; python_version<'3'\" b@https://x/y $(cat x) "
                       "\"$A==1\" numpy$B")
          == "pip install: a b{@https://x/y} ? ? ? | paths foo.whl");
}

TEST_CASE("other Python managers: verbs, packages with versions, files and options") {
    CHECK(package_text("uv pip install --system -r requirements.txt && uv sync --frozen && uv add x==1 && uv tool install ruff")
          == "uv install: | files requirements.txt | options --system -r | manifests\n"
          "uv install: | options --frozen | manifests\n"
          "uv install: x{==1}\n"
          "uv install: ruff");
    CHECK(package_text("poetry install --no-root --only main && poetry add flask@^2")
          == "poetry install: | options --no-root --only | manifests\n"
          "poetry install: flask{@^2}");
    CHECK(package_text("pipenv install --deploy --system && pipenv sync && pipenv install -r r.txt requests")
          == "pipenv install: | options --deploy --system | manifests\n"
          "pipenv install: | manifests\n"
          "pipenv install: requests | files r.txt | options -r | manifests");
    CHECK(package_text("pdm install && pipx install x")
          == "pdm install: | manifests\n"
          "pipx install: x");
    CHECK(package_text("conda install -y -c conda-forge numpy=1.2 defaults::scipy && conda env create -f environment.yml")
          == "conda install: numpy{=1.2} scipy | options -y -c\n"
          "conda install: | files environment.yml | options -f | manifests");
}

TEST_CASE("JavaScript managers: verbs, packages with versions, files and options") {
    CHECK(package_text("npm ci && npm install && npm i -g yarn@1.2 @angular/cli@3 typescript && npm cache clean --force")
          == "npm install: | manifests\n"
          "npm install: | manifests\n"
          "npm install: yarn{@1.2} @angular/cli{@3} typescript | options -g\n"
          "npm clean: | options --force");
    CHECK(package_text("npm install ./x file:../y z.tgz user/repo git+ssh://x && npm run build")
          == "npm install: user/repo ? | paths ./x file:../y z.tgz\n"
          "npm other:");
    CHECK(package_text("yarn && yarn install --frozen-lockfile && yarn --version && yarn add x@1 && yarn build")
          == "yarn install: | manifests\n"
          "yarn install: | options --frozen-lockfile | manifests\n"
          "yarn other: | options --version\n"
          "yarn install: x{@1}\n"
          "yarn other:");
    CHECK(package_text("yarn global add y && yarn --cwd app")
          == "yarn install: y\n"
          "yarn install: | options --cwd | manifests");
    CHECK(package_text("pnpm i --frozen-lockfile && pnpm add -g x && pnpm fetch && bun install && bun add x")
          == "pnpm install: | options --frozen-lockfile | manifests\n"
          "pnpm install: x | options -g\n"
          "pnpm download: | manifests\n"
          "bun install: | manifests\n"
          "bun install: x");
}

TEST_CASE("Ruby, PHP, Go, Rust, .NET, Java: verbs, packages with versions, files and options") {
    CHECK(package_text("gem install bundler:2.1 rails -v 5.0 --no-document && gem install x -- --with-foo")
          == "gem install: bundler{:2.1} rails{5.0} | options -v --no-document\n"
          "gem install: x");
    CHECK(package_text("bundle install -j$(nproc) --deployment && bundle install -j $N --path x")
          == "bundler install: | options -j<$(nproc)> --deployment | manifests\n"
             "bundler install: | options -j --path | manifests");
    CHECK(package_text("bundle && bundle install --jobs 4 --without development && bundle exec rake")
          == "bundler install: | manifests\n"
          "bundler install: | options --jobs --without | manifests\n"
          "bundler other:");
    CHECK(package_text("mix deps.get --only prod && mix do deps.get, compile && mix test")
          == "mix download: | options --only | manifests\n"
             "mix download: | manifests\n"
             "mix other:");
    CHECK(package_text("composer install --no-dev && composer require a/b:^1.0 && php composer.phar install")
          == "composer install: | options --no-dev | manifests\n"
          "composer install: a/b{:^1.0}\n"
          "composer install: | manifests");
    CHECK(package_text("go mod download && go get -u github.com/x/y@v1 && go install ./... && go build -o x .")
          == "go download: | manifests\n"
          "go install: github.com/x/y{@v1} | options -u\n"
          "go install: | paths ./...\n"
          "go other: | options -o");
    CHECK(package_text("cargo fetch && cargo build --release && cargo install --path . && cargo install ripgrep --version 1.0")
          == "cargo download: | manifests\n"
          "cargo install: | options --release | manifests\n"
          "cargo install: | paths . | options --path | manifests\n"
          "cargo install: ripgrep{1.0} | options --version");
    CHECK(package_text("cargo +nightly install x@1") == "cargo install: x{@1}");
    CHECK(package_text("dotnet restore app.csproj && dotnet tool install -g x --version 1.0")
          == "dotnet install: | paths app.csproj | manifests\n"
          "dotnet install: x{1.0} | options -g --version");
    CHECK(package_text("mvn -B dependency:go-offline && ./mvnw -q -s x.xml dependency:resolve && mvn package")
          == "maven download: | options -B | manifests\n"
          "maven download: | options -q -s | manifests\n"
          "maven other:");
    CHECK(package_text("gradle dependencies --no-daemon && ./gradlew build")
          == "gradle download: | options --no-daemon | manifests\n"
          "gradle other:");
}

TEST_CASE("what is no package manager gives none") {
    CHECK(package_text("curl x && python -m http.server && python app.py && make install") == "");
}

TEST_CASE("wrappers do not hide a manager") {
    CHECK(package_text("sudo -H pip install x && sh -c 'apt-get install y'")
          == "pip install: x\napt install: y");
}

TEST_CASE("has_option knows values and joined letters") {
    test::Shell shell("apt-get install -yqq -o=Debug=1 --allow-downgrades x");
    auto const found = model::package_command(shell.commands[0], shell.arena);
    CHECK(found.has_option("-y"));
    CHECK(found.has_option("-q"));
    CHECK(found.has_option("-o"));
    CHECK(found.has_option("--allow-downgrades"));
    CHECK_FALSE(found.has_option("--allow"));
    CHECK_FALSE(found.has_option("-x"));
}

TEST_CASE("a file joined to its option keeps its own place") {
    test::Shell shell("pip install -rreq.txt");
    auto const found = model::package_command(shell.commands[0], shell.arena);
    REQUIRE(found.requirement_files.size() == 1);
    auto const span = found.requirement_files[0]->span;
    CHECK(shell.source.substr(span.begin, span.size()) == "req.txt");
}
