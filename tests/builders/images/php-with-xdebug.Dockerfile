FROM php:8.3-fpm
RUN pecl install xdebug && docker-php-ext-enable xdebug
RUN composer install
ENV APP_DEBUG=true
CMD ["php-fpm"]
