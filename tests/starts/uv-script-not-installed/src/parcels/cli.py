import click
from aiohttp import web


@click.group()
def main():
    pass


@main.command()
def serve():
    web.run_app(web.Application())
