require "socket"

server = TCPServer.new(4567)
loop do
  client = server.accept
  client.print "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nguests"
  client.close
end
