// The daemons that must begin as root, by name.
#include "analyzer/knowledge/root_daemons.hpp"

#include <algorithm>

namespace dockcheck::knowledge {
namespace {

/// Source: the manual page of each, under "privilege separation", "user" or the like: smtpd(8),
/// master(8) and postfix(1), dovecot's wiki on its processes, exim(8), httpd's directive User,
/// rsyslogd's $PrivDropToUser, xinetd.conf(5), ntpd(8), chronyd(8), named(8), dnsmasq(8), smbd(8),
/// vsftpd.conf(5), proftpd's directive User, dhcpd(8), cupsd(8). Date: 2026-11-26.
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
