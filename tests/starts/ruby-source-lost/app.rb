require "sinatra/base"
require_relative "lib/book"

class Guests < Sinatra::Base
  get("/") { Book.new.names.join(", ") }
end
