# The event store of the demo, for the machine that it is built on: its makers publish no image for both architectures. From version
# 25 on EventStoreDB is called KurrentDB; what they have for arm64 they call experimental. One node, without TLS.
FROM eventstore/eventstore:24.10.14 AS store-amd64
ENV EVENTSTORE_CLUSTER_SIZE=1 EVENTSTORE_RUN_PROJECTIONS=None EVENTSTORE_INSECURE=true

FROM kurrentplatform/kurrentdb:26.0.3-experimental-arm64-10.0-noble AS store-arm64
ENV KURRENTDB_CLUSTER_SIZE=1 KURRENTDB_RUN_PROJECTIONS=None KURRENTDB_INSECURE=true

FROM store-${TARGETARCH}
