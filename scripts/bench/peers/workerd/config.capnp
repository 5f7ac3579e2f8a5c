# One isolate of workerd's worker loader per guild. The bench puts small.js and large.js, the guilds' scripts, beside this file.
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [(name = "main", worker = .main)],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);

const main :Workerd.Worker = (
  modules = [(name = "main.js", esModule = embed "main.js")],
  compatibilityDate = "2026-01-01",
  compatibilityFlags = ["experimental"],
  bindings = [
    (name = "LOADER", workerLoader = (id = "guilds")),
    (name = "SMALL", text = embed "small.js"),
    (name = "LARGE", text = embed "large.js"),
  ],
);
