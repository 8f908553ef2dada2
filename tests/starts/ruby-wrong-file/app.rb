require "webrick"

WEBrick::HTTPServer.new(Port: 4567).start
