// The daemons that must begin as root, by name.
#include "analyzer/knowledge/root_daemons.hpp"

#include <algorithm>

namespace dockcheck::knowledge {
namespace {

/// Read in the manual pages of Debian 12 on 2026-11-26: chronyd (-u), dnsmasq (-u), exim, postfix's
/// master, ntpd (-u), xinetd and inetd (user), smbd, vsftpd, stunnel (setuid), in.tftpd (-u). The
/// others are generally known to change their account by themselves, and were not looked up. A wrong
/// entry silences missing-user, and makes no finding.
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
