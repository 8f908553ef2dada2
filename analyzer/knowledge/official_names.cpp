// The folder library/ of github.com/docker-library/official-images, through its history.
#include "analyzer/knowledge/official_names.hpp"

#include <string>

namespace dockcheck::knowledge {
namespace {

constexpr std::string_view names =
    " "
    "adminer aerospike almalinux alpine alt amazoncorretto amazonlinux api-firewall arangodb "
    "archlinux backdrop bash bonita buildpack-deps busybox caddy cassandra celery centos "
    "chronograf cirros clearlinux clefos clickhouse clojure composer consul convertigo "
    "couchbase couchdb crate crux dart debian django docker drupal eclipse-mosquitto "
    "eclipse-temurin eggdrop elasticsearch elixir emqx erlang euleros express-gateway fedora "
    "flink fluentd friendica gazebo gcc geonetwork ghost glassfish golang gradle groovy "
    "haproxy haskell haxe hello-world hipache hitch httpd hylang ibm-semeru-runtimes ibmjava "
    "influxdb iojs irssi java jenkins jetty jobber joomla jruby julia kaazing-gateway "
    "kapacitor kibana known kong krakend lightstreamer liquibase logstash mageia mariadb "
    "matomo maven mediawiki memcached mongo mongo-express monica mono mysql nats "
    "nats-streaming neo4j neurodebian nextcloud nginx node notary nuxeo odoo open-liberty "
    "openjdk opensuse oraclelinux orientdb owncloud percona perl photon php php-zendserver "
    "phpmyadmin piwik plone postfixadmin postgres pypy python r-base rabbitmq rails "
    "rakudo-star rapidoid redis redmine registry rethinkdb rocket.chat rockylinux ros ruby "
    "rust sapmachine scratch sentry silverpeas sl solr sonarqube sourcemage spark spiped "
    "storm swarm swift swipl teamspeak telegraf thrift tomcat tomee traefik ubuntu "
    "ubuntu-debootstrap ubuntu-upstart unit varnish vault websphere-liberty wordpress xwiki "
    "yourls znc zookeeper ";

}  // namespace

bool is_official_name(std::string_view name) {
    if (name.empty() || name.find(' ') != name.npos) return false;
    return names.find(" " + std::string(name) + " ") != names.npos;
}

}  // namespace dockcheck::knowledge
