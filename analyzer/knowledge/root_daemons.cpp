// The daemons that must begin as root, by name.
#include "analyzer/knowledge/root_daemons.hpp"

#include <algorithm>

namespace dockcheck::knowledge {
namespace {

/// Written from what is generally known of each on 2026-11-26, not compared with its manual yet: where
/// it says how it changes the account is named after it. smtpd(8), master(8) and postfix(1),
/// dovecot's processes, exim(8), httpd's directive User, rsyslogd's $PrivDropToUser, xinetd.conf(5),
/// ntpd(8), chronyd(8), named(8), dnsmasq(8), smbd(8), vsftpd.conf(5), proftpd's directive User,
/// dhcpd(8), cupsd(8). A wrong entry silences missing-user, and makes no finding.
constexpr std::string_view daemons[] = {
    "apache2",    "apache2ctl", "apachectl", "chronyd", "crond",  "cupsd",    "dhcpd",
    "dnsmasq",    "dovecot",    "exim",      "exim4",   "httpd",  "in.tftpd", "inetd",
    "keepalived", "lighttpd",   "named",     "nmbd",    "ntpd",   "postfix",  "proftpd",
    "pure-ftpd",  "rpcbind",    "rsyslogd",  "smbd",    "smtpd",  "squid",    "stunnel",
    "syslog-ng",  "syslogd",    "unbound",   "vsftpd",  "xinetd",
};

}  // namespace

bool is_root_daemon(std::string_view program) {
    return std::ranges::find(daemons, program) != std::ranges::end(daemons);
}

}  // namespace dockcheck::knowledge
