# A sandbox as a service, from the wheel and nothing else:
#
#     python -m pip wheel --no-deps --wheel-dir dist .
#     docker build --file containers/sandbox.Dockerfile --tag chakra-sandbox dist
#     docker run --rm --publish 127.0.0.1:8787:8787 chakra-sandbox
#
# What comes after the name of the image is passed to `chakra sandbox`. Other containers name it by its host name, which it must be given:
#
#     docker run --rm --network shop --name chakra chakra-sandbox --allow-host chakra --webhook http://bot:8080/hooks

FROM python:3.13-slim

COPY chakra_async-*.whl /tmp/wheel/
RUN python -m pip install --no-cache-dir "$(ls /tmp/wheel/chakra_async-*.whl)[cli,sandbox]" \
    && rm -r /tmp/wheel \
    && useradd --uid 10001 --create-home --shell /usr/sbin/nologin sandbox

USER 10001:10001
WORKDIR /home/sandbox
ENV PYTHONUNBUFFERED=1
EXPOSE 8787

# That the port is open: a request would be in the record of what arrived.
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s --retries=3 \
    CMD ["python", "-c", "import socket; socket.create_connection(('127.0.0.1', 8787), 2).close()"]

# Inside a container, every address is that of the container; publish the port to 127.0.0.1 of the machine alone.
ENTRYPOINT ["chakra", "sandbox", "--host", "0.0.0.0", "--port", "8787"]
