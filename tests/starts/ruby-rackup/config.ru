run ->(environment) { [200, {}, ["guests"]] }
