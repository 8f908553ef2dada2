SECRET_KEY = "guests"
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "shop.urls"
