from setuptools import setup

setup(name="acme-api", version="0.1", py_modules=["main"], install_requires=["fastapi", "uvicorn", "acme-common"])
