// Words of sources that start programs, unpack, copy, download or save files.
#include "analyzer/context/file_makers.hpp"

#include <algorithm>
#include <string_view>

#include "analyzer/text/is_among.hpp"

namespace dockcheck::context {
namespace {

/// snapshot_download, hf_hub_download, download_file, dataset_download_files, downloadFile.
bool names_download(std::string_view word) {
    return word.find("download") != word.npos || word.find("Download") != word.npos;
}

bool is_python_maker(std::string_view word) {
    static constexpr std::string_view words[] = {
        "subprocess",  "Popen",        "popen",      "system",     "check_call",
        "pexpect",     "zipfile",      "tarfile",    "extractall", "unpack_archive",
        "extract",     "shutil",       "copytree",   "copyfile",   "copyfileobj",
        "clone_from",  "Repo",         "gdown",      "kaggle",     "wget",
        "urlretrieve", "get_file",     "dump",       "save",       "savez",
        "to_csv",      "to_pickle",    "to_parquet", "save_model", "save_pretrained",
        "putenv",      "call_command", "symlink",    "rename"};
    return is_among(word, words) || names_download(word) || word.starts_with("spawn")
           || word.starts_with("execv") || word.starts_with("posix_spawn");
}

bool is_python_request(std::string_view word) {
    static constexpr std::string_view words[] = {"requests", "httpx",  "aiohttp", "urllib",
                                                 "urlopen",  "boto3",  "s3fs",    "fsspec",
                                                 "storage",  "ftplib", "paramiko"};
    return is_among(word, words);
}

bool is_python_write(std::string_view word) {
    static constexpr std::string_view words[] = {"write", "write_bytes", "write_text",
                                                 "writelines"};
    return is_among(word, words);
}

bool is_node_maker(std::string_view word) {
    static constexpr std::string_view words[] = {
        "execa",   "execSync",     "execFile",   "execFileSync", "cp",
        "cpSync",  "copyFile",     "copySync",   "copy",         "copyFileSync",
        "extract", "extractAllTo", "rename",     "clone",        "unpack",
        "symlink", "symlinkSync",  "renameSync", "fork"};
    return is_among(word, words) || names_download(word) || word.starts_with("spawn");
}

bool is_node_maker_module(std::string_view module) {
    static constexpr std::string_view words[] = {
        "child_process", "execa",          "zx",         "shelljs", "cross-spawn",
        "tar",           "unzipper",       "adm-zip",    "degit",   "decompress",
        "extract-zip",   "fs-extra",       "simple-git", "tar-fs",  "got",
        "download",      "isomorphic-git", "vite",       "webpack", "esbuild"};
    if (module.starts_with("node:")) module.remove_prefix(5);
    return is_among(module, words);
}

bool is_node_request(std::string_view word) {
    static constexpr std::string_view words[] = {"fetch", "axios", "http", "https", "S3Client"};
    return is_among(word, words);
}

bool is_node_write(std::string_view word) {
    static constexpr std::string_view words[] = {"writeFile", "writeFileSync", "createWriteStream",
                                                 "pipeline",  "write",         "outputFile"};
    return is_among(word, words);
}

}  // namespace

bool may_make_files(python::Tokens const& source) {
    bool requests = false;
    bool writes = false;
    for (auto const& token : source.tokens) {
        if (!token.is_name()) continue;
        if (is_python_maker(token.text)) return true;
        requests |= is_python_request(token.text);
        writes |= is_python_write(token.text);
        if (requests && writes) return true;
    }
    return false;
}

bool may_make_files(std::vector<node::Token> const& source) {
    bool requests = false;
    bool writes = false;
    for (auto const& token : source) {
        bool const is_module = token.kind == node::Token::Kind::string && token.is_plain
                               && is_node_maker_module(token.text);
        if (is_module) return true;
        if (!token.is_name()) continue;
        if (is_node_maker(token.text)) return true;
        requests |= is_node_request(token.text);
        writes |= is_node_write(token.text);
        if (requests && writes) return true;
    }
    return false;
}

bool may_write_files(std::vector<node::Token> const& source) {
    static constexpr std::string_view words[] = {
        "writeFile",  "writeFileSync",  "appendFile", "appendFileSync",
        "outputFile", "outputFileSync", "openSync",   "createWriteStream"};
    return std::ranges::any_of(source, [&](node::Token const& token) {
        return token.is_name() && is_among(token.text, words);
    });
}

}  // namespace dockcheck::context
