# syntax=docker/dockerfile:1.7
# Every image of ours: one bundle and Node, nothing else.
#   docker buildx build -f deploy/docker/node.Dockerfile --target service --build-arg APP=collector \
#     --platform linux/amd64,linux/arm64 --sbom=true --provenance=mode=max -t …/emotide/collector:1.2.3 --push .
# deploy/docker/build.sh builds all of them.

# Bundles are JavaScript: made once, on the machine that builds, for every platform.
FROM --platform=$BUILDPLATFORM node:24.21.0-bookworm-slim AS build
WORKDIR /src
COPY . .
# With the optional packages: the bundlers' native parts are some of them. So is the embedded engine, which no image runs, and which
# stays behind with all of this stage.
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts && node tools/build.mjs

FROM node:24.21.0-bookworm-slim AS base
ENV NODE_ENV=production
WORKDIR /app
# Nothing in the image is written to, and nobody in it can become root.
RUN rm -rf /usr/local/lib/node_modules /opt/yarn-* /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack
USER 65532:65532

# collector, sink, scout; and what api is made of
FROM base AS service
ARG APP
COPY --from=build --chown=0:0 --chmod=0444 /src/dist/${APP}.mjs /app/main.mjs
# Outside a container each of them listens on loopback, with a port of the system's choice.
ENV EMOTIDE_OPS_HOST=0.0.0.0 EMOTIDE_OPS_PORT=9464
EXPOSE 9464
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.EMOTIDE_OPS_PORT}/readyz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "--enable-source-maps", "/app/main.mjs"]

# The dashboard's files lie beside its bundle.
FROM service AS api
COPY --from=build --chown=0:0 /src/dist/dashboard /app/dashboard

# The command people type, with the programs that it starts: for jobs.
FROM base AS operator
COPY --from=build --chown=0:0 --chmod=0444 /src/dist/emotide.mjs /src/dist/importer.mjs /src/dist/sink-replay.mjs /src/dist/sink-rollups.mjs /app/
ENTRYPOINT ["node", "/app/emotide.mjs"]
