// What the workbench uses of libmicrohttpd.
#include <microhttpd.h>
#include <stddef.h>

// MHD_start_daemon takes any number of arguments, and callbacks among them: here all that a server says of itself.
// Without a certificate it speaks plain HTTP. The library writes no log: its lines would hold what clients send.
struct subsidy_server {
  int listening_socket;
  unsigned int most_connections, most_connections_of_address;
  size_t bytes_of_connection;
  const char *certificate, *key;
  void *context;
  void *(*begin)(void *context, const char *target, struct MHD_Connection *connection);
  MHD_AccessHandlerCallback handle;
  MHD_RequestCompletedCallback complete;
  MHD_NotifyConnectionCallback notify;
};

static inline struct MHD_Daemon *subsidy_start_server(const struct subsidy_server *server) {
  unsigned int flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME;
  struct MHD_OptionItem tls[] = {
      {MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)server->certificate},
      {MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)server->key},
      {MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)"NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2"},
      {MHD_OPTION_END, 0, NULL}};
  struct MHD_OptionItem none[] = {{MHD_OPTION_END, 0, NULL}};
  if (server->certificate) flags |= MHD_USE_TLS;
  return MHD_start_daemon(
      flags, 0, NULL, NULL, server->handle, server->context,
      MHD_OPTION_LISTEN_SOCKET, server->listening_socket,
      MHD_OPTION_CONNECTION_LIMIT, server->most_connections,
      MHD_OPTION_PER_IP_CONNECTION_LIMIT, server->most_connections_of_address,
      MHD_OPTION_CONNECTION_MEMORY_LIMIT, server->bytes_of_connection,
      MHD_OPTION_STRICT_FOR_CLIENT, 1,
      MHD_OPTION_URI_LOG_CALLBACK, server->begin, server->context,
      MHD_OPTION_NOTIFY_COMPLETED, server->complete, server->context,
      MHD_OPTION_NOTIFY_CONNECTION, server->notify, server->context,
      MHD_OPTION_ARRAY, server->certificate ? tls : none, MHD_OPTION_END);
}

// MHD_get_connection_info takes any number of arguments, too. A connection has all of these for as long as it lives.
static inline int subsidy_socket(struct MHD_Connection *connection) {
  return MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
}
static inline const void *subsidy_peer(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
  return info ? info->client_addr : NULL;
}
static inline void *subsidy_socket_context(struct MHD_Connection *connection) {
  return MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
}
static inline size_t subsidy_header_size(struct MHD_Connection *connection) {
  return MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE)->header_size;
}
