exports.names = () => ["Ada", "Grace"];
