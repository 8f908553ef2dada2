from sqlalchemy import create_engine
from sqlalchemy.orm import declarative_base

engine = create_engine("sqlite:////tmp/app.db")
Base = declarative_base()
