// Names of modules as Node.js resolves them (Node.js documentation, "Modules: Packages").
#include "analyzer/model/node_names.hpp"

#include <algorithm>

namespace dockcheck::model {

bool is_node_module_built_in(std::string_view module) {
    static constexpr std::string_view names[] = {"assert",
                                                 "async_hooks",
                                                 "buffer",
                                                 "child_process",
                                                 "cluster",
                                                 "console",
                                                 "constants",
                                                 "crypto",
                                                 "dgram",
                                                 "diagnostics_channel",
                                                 "dns",
                                                 "domain",
                                                 "events",
                                                 "fs",
                                                 "http",
                                                 "http2",
                                                 "https",
                                                 "inspector",
                                                 "module",
                                                 "net",
                                                 "os",
                                                 "path",
                                                 "perf_hooks",
                                                 "process",
                                                 "punycode",
                                                 "querystring",
                                                 "readline",
                                                 "repl",
                                                 "stream",
                                                 "string_decoder",
                                                 "sys",
                                                 "timers",
                                                 "tls",
                                                 "trace_events",
                                                 "tty",
                                                 "url",
                                                 "util",
                                                 "v8",
                                                 "vm",
                                                 "wasi",
                                                 "worker_threads",
                                                 "zlib"};
    return module.starts_with("node:")
           || std::ranges::find(names, module.substr(0, module.find('/')))
                  != std::ranges::end(names);
}

std::string_view node_package_of(std::string_view module) {
    auto slash = module.find('/');
    if (module.starts_with('@') && slash != module.npos) slash = module.find('/', slash + 1);
    return module.substr(0, slash);
}

}  // namespace dockcheck::model
