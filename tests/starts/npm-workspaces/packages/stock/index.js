exports.count = () => 7;
