require_relative "app"

run Guests
