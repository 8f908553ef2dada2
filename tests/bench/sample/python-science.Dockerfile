FROM python:3.11
LABEL version=1.0
ARG USERNAME=worker
ARG PIP_INDEX=https://pypi.example.com/simple
ENV PYTHONUNBUFFERED=1
ENV PYTHONDONTWRITEBYTECODE=1
RUN apt-get update && apt-get install -y gfortran libopenblas-dev liblapack-dev && apt-get clean
RUN pip install --upgrade pip && pip install --index-url $PIP_INDEX numpy scipy pandas==2.2.0 jupyter
COPY requirements.txt /tmp/requirements.txt
RUN pip install -r /tmp/requirements.txt
COPY . /home/$USERNAME/project
RUN useradd -m $USERNAME && chown -R $USERNAME /home/$USERNAME && git clone https://github.com/example/models.git /models
USER $USERNAME
WORKDIR /home/$USERNAME/project
RUN python -c "import numpy; print(numpy.__version__)" && python -m compileall -q .
EXPOSE 8888
ENTRYPOINT ["jupyter", "notebook"]
CMD ["--ip=0.0.0.0", "--port=8888", "--no-browser", "--allow-root", "--NotebookApp.token=''"]
