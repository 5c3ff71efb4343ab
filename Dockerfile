# One image for every process: `serve`, `project` and all other commands of the command line. The Node that everything runs on comes
# with the dependencies (ADR 0003); the base only has to have npm for the build, and glibc afterwards.
FROM node:24.21.0-trixie-slim AS build
RUN apt-get update && apt-get install -y --no-install-recommends libatomic1 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY apps/cli/bin/package.json apps/cli/bin/
RUN npm ci --no-audit --no-fund
COPY . .
# npm keeps the compiler, since @nestjs/swagger names it as an optional peer: its plugin for builds, which we do not use.
RUN node_modules/.bin/node scripts/build.mjs && rm -rf dist/test dist/bench && npm prune --omit=dev --no-audit --no-fund \
  && rm -rf node_modules/typescript node_modules/.bin/tsc node_modules/.bin/tsserver

FROM debian:13.7-slim
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates libatomic1 && rm -rf /var/lib/apt/lists/* \
  && useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin tokenok \
  && install -d -o tokenok -g tokenok -m 0700 /run/tokenok /var/lib/tokenok
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/apps/cli/bin apps/cli/bin
COPY --from=build /app/dist dist
COPY docker docker
USER tokenok
ENV NODE_ENV=production TOKENOK_DATA_DIR=/var/lib/tokenok
ENTRYPOINT ["sh", "/app/docker/entrypoint.sh"]
CMD ["serve"]
