from setuptools import find_packages, setup

setup(name="acme-common", version="0.1", packages=find_packages())
