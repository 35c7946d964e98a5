# zeren with what requirements.lock pins and nothing of the tests; runs as a user without rights.
FROM python:3.12-slim AS build
WORKDIR /src
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/zeren
COPY requirements.lock ./
# The lock also holds what tests need, so it only says which versions: pip takes from it what zeren asks for.
RUN sed -n 's/^\([a-z0-9.-]*==[^ ;]*\).*/\1/p' requirements.lock > constraints.txt \
    && /opt/zeren/bin/pip install --constraint constraints.txt setuptools
COPY pyproject.toml README.md LICENSE cli.py ./
COPY graph graph
COPY ingest ingest
COPY queries queries
COPY viz viz
RUN /opt/zeren/bin/pip install --constraint constraints.txt --no-build-isolation . \
    && /opt/zeren/bin/pip check

FROM python:3.12-slim
RUN useradd --create-home --uid 10001 zeren
COPY --from=build /opt/zeren /opt/zeren
ENV PATH=/opt/zeren/bin:$PATH LC_ALL=C.UTF-8 PYTHONUNBUFFERED=1
EXPOSE 8765
USER zeren
WORKDIR /home/zeren
ENTRYPOINT ["zeren"]
CMD ["--help"]
