FROM ruby:3.3
WORKDIR /rails
ENV RAILS_ENV=production
RUN bundle install
EXPOSE 3000
HEALTHCHECK CMD curl -f https://example.com/up
USER 1000
CMD ["rails", "server", "-b", "0.0.0.0"]
