/*
 * The flight recorder: an LD_PRELOAD library that writes down, in one file and in one order, everything a till and its
 * devices process do to their folders and say to the outside. Each record is one O_APPEND write, so that the order in the
 * file is the order of events over all processes. What a process says is written down before it is said; what it makes
 * durable, after it is durable: a cut at any record is therefore never kinder than the truth.
 *
 * Environment: COMPTOIR_TRACE_FILE   where to write (nothing is recorded without it)
 *              COMPTOIR_TRACE_ROOTS  absolute folders, separated by ':'; files elsewhere are not looked at
 *              COMPTOIR_TRACE_BYTES  1: with the bytes (to replay), else sizes only (to count)
 *              COMPTOIR_SYNC_DELAY_US  every sync takes this much longer, with or without a trace
 *              COMPTOIR_FAIL           write or sync: such calls on files below the roots fail, with COMPTOIR_FAIL_ERRNO,
 *              COMPTOIR_FAIL_FROM      from this one on (the first is 0),
 *              COMPTOIR_FAIL_COUNT     this many times
 *
 * SQLite's -shm files are mapped memory, rebuilt at every open: they are left out.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { FD_MAX = 65536, ROOTS_MAX = 8, PARTS_MAX = 1024 };

struct record {
  uint32_t type; /* one letter, see trace.ts */
  uint32_t pid;
  int32_t fd;
  uint32_t flags;
  int64_t offset;
  uint64_t time_ns;
  uint32_t path_length;
  uint32_t data_length; /* bytes that follow in the trace */
  uint64_t size;        /* bytes that were written, also when they do not follow */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int trace_fd = -1;
static int with_bytes = 0;
static long sync_delay_us = 0;
static char *roots[ROOTS_MAX];
static int root_count = 0;
static unsigned char tracked[FD_MAX];
static char fail_kind = 0; /* 'w' or 's' */
static long fail_from = 0, fail_count = 0, fail_seen = 0;
static int fail_errno = EIO;

#define REAL(result, name, ...)                                    \
  static result (*real_##name)(__VA_ARGS__) = NULL;                \
  if (!real_##name) real_##name = dlsym(RTLD_NEXT, #name)

static ssize_t raw_writev(int fd, const struct iovec *parts, int count) {
  REAL(ssize_t, writev, int, const struct iovec *, int);
  return real_writev(fd, parts, count);
}

static void put(uint32_t type, int fd, uint32_t flags, int64_t offset, const char *path, const struct iovec *parts, int part_count,
                uint64_t size) {
  int saved = errno;
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  struct record head = {.type = type, .pid = (uint32_t)getpid(), .fd = fd, .flags = flags, .offset = offset, .size = size};
  head.time_ns = (uint64_t)now.tv_sec * 1000000000ull + (uint64_t)now.tv_nsec;
  head.path_length = path ? (uint32_t)strlen(path) : 0;
  struct iovec out[PARTS_MAX + 2];
  int count = 0;
  out[count++] = (struct iovec){&head, sizeof head};
  if (path) out[count++] = (struct iovec){(void *)path, head.path_length};
  uint64_t left = with_bytes ? size : 0;
  for (int i = 0; i < part_count && left > 0; i++) {
    size_t length = parts[i].iov_len < left ? parts[i].iov_len : left;
    if (length == 0) continue;
    out[count++] = (struct iovec){parts[i].iov_base, length};
    head.data_length += (uint32_t)length;
    left -= length;
  }
  size_t all = sizeof head + head.path_length + head.data_length;
  if (raw_writev(trace_fd, out, count) != (ssize_t)all) {
    static const char message[] = "recorder: the trace could not be written\n";
    if (write(2, message, sizeof message - 1) < 0) { /* nobody left to tell */ }
    abort();
  }
  errno = saved;
}

static void hold(void) { pthread_mutex_lock(&lock); }
static void let_go(void) { pthread_mutex_unlock(&lock); }

__attribute__((constructor)) static void start(void) {
  pthread_atfork(hold, let_go, let_go);
  const char *delay = getenv("COMPTOIR_SYNC_DELAY_US");
  if (delay) sync_delay_us = atol(delay);
  const char *fail = getenv("COMPTOIR_FAIL");
  if (fail) {
    fail_kind = fail[0];
    fail_from = atol(getenv("COMPTOIR_FAIL_FROM"));
    fail_count = atol(getenv("COMPTOIR_FAIL_COUNT"));
    fail_errno = atoi(getenv("COMPTOIR_FAIL_ERRNO"));
  }
  const char *file = getenv("COMPTOIR_TRACE_FILE");
  const char *folders = getenv("COMPTOIR_TRACE_ROOTS");
  const char *bytes = getenv("COMPTOIR_TRACE_BYTES");
  if (!file || !folders) return;
  with_bytes = bytes && bytes[0] == '1';
  char *list = strdup(folders);
  for (char *root = strtok(list, ":"); root && root_count < ROOTS_MAX; root = strtok(NULL, ":")) roots[root_count++] = root;
  REAL(int, open64, const char *, int, ...);
  int fd = real_open64(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (fd < 0) return;
  /* Out of the way of the descriptors that a parent hands to its child by number. */
  trace_fd = fcntl(fd, F_DUPFD_CLOEXEC, 900);
  REAL(int, close, int);
  real_close(fd);
  char command[4096];
  int self = real_open64("/proc/self/cmdline", O_RDONLY);
  ssize_t length = read(self, command, sizeof command - 1);
  real_close(self);
  for (ssize_t i = 0; i + 1 < length; i++) if (command[i] == 0) command[i] = ' ';
  command[length > 0 ? length : 0] = 0;
  put('P', -1, 0, 0, command, NULL, 0, 0);
}

static int ends_with_shm(const char *path) {
  size_t length = strlen(path);
  return length >= 4 && strcmp(path + length - 4, "-shm") == 0;
}

static int inside(const char *path) {
  for (int i = 0; i < root_count; i++) {
    size_t length = strlen(roots[i]);
    if (strncmp(path, roots[i], length) == 0 && (path[length] == '/' || path[length] == 0)) return !ends_with_shm(path);
  }
  return 0;
}

/* The absolute path of a name that may not exist yet (its folder does). Returns 0 where it lies outside the roots. */
static int locate(int folder, const char *name, char *out) {
  char joined[PATH_MAX * 2];
  if (name[0] == '/') snprintf(joined, sizeof joined, "%s", name);
  else {
    char base[PATH_MAX];
    if (folder == AT_FDCWD) {
      if (!getcwd(base, sizeof base)) return 0;
    } else {
      char link[64];
      snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
      ssize_t length = readlink(link, base, sizeof base - 1);
      if (length < 0) return 0;
      base[length] = 0;
    }
    snprintf(joined, sizeof joined, "%s/%s", base, name);
  }
  size_t length = strlen(joined);
  while (length > 1 && joined[length - 1] == '/') joined[--length] = 0;
  char *slash = strrchr(joined, '/');
  if (!slash || strlen(joined) >= PATH_MAX) return 0;
  char parent[PATH_MAX];
  char last[PATH_MAX];
  snprintf(last, sizeof last, "%s", slash + 1);
  if (slash == joined) strcpy(parent, "/");
  else { *slash = 0; if (!realpath(joined, parent)) return 0; }
  if (strlen(parent) + strlen(last) + 2 > PATH_MAX) return 0;
  strcpy(out, parent);
  if (strcmp(parent, "/") != 0) strcat(out, "/");
  strcat(out, last);
  return inside(out);
}

static int is_tracked(int fd) { return trace_fd >= 0 && fd >= 0 && fd < FD_MAX && tracked[fd]; }

static void opened(int fd, int flags) {
  if (trace_fd < 0 || fd < 0 || fd >= FD_MAX) return;
  int saved = errno;
  char link[64], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  tracked[fd] = 0;
  if (length > 0) {
    path[length] = 0;
    if (inside(path)) {
      struct stat about;
      fstat(fd, &about);
      tracked[fd] = 1;
      put('O', fd, (uint32_t)flags, S_ISDIR(about.st_mode) ? 1 : 0, path, NULL, 0, 0);
    }
  }
  errno = saved;
}

#define OPENER(name, folder_parameter, call)                              \
  int name(folder_parameter const char *path, int flags, ...) {           \
    mode_t mode = 0;                                                      \
    if (flags & (O_CREAT | O_TMPFILE)) {                                  \
      va_list rest;                                                       \
      va_start(rest, flags);                                              \
      mode = va_arg(rest, mode_t);                                        \
      va_end(rest);                                                       \
    }                                                                     \
    pthread_mutex_lock(&lock);                                            \
    int fd = call;                                                        \
    opened(fd, flags);                                                    \
    pthread_mutex_unlock(&lock);                                          \
    return fd;                                                            \
  }

static int open_at(int folder, const char *path, int flags, mode_t mode) {
  REAL(int, openat64, int, const char *, int, ...);
  return real_openat64(folder, path, flags, mode);
}

OPENER(open, , open_at(AT_FDCWD, path, flags, mode))
OPENER(open64, , open_at(AT_FDCWD, path, flags, mode))
#define AT int folder,
OPENER(openat, AT, open_at(folder, path, flags, mode))
OPENER(openat64, AT, open_at(folder, path, flags, mode))

int creat(const char *path, mode_t mode) { return open(path, O_WRONLY | O_CREAT | O_TRUNC, mode); }
int creat64(const char *path, mode_t mode) { return open(path, O_WRONLY | O_CREAT | O_TRUNC, mode); }

int close(int fd) {
  REAL(int, close, int);
  if (!is_tracked(fd)) return real_close(fd);
  pthread_mutex_lock(&lock);
  put('C', fd, 0, 0, NULL, NULL, 0, 0);
  tracked[fd] = 0;
  int result = real_close(fd);
  pthread_mutex_unlock(&lock);
  return result;
}

/* libuv closes its files by number, past close(): a descriptor that was missed would be taken for the next file's. */
long syscall(long number, ...) {
  REAL(long, syscall, long, ...);
  va_list rest;
  va_start(rest, number);
  long a = va_arg(rest, long), b = va_arg(rest, long), c = va_arg(rest, long);
  long d = va_arg(rest, long), e = va_arg(rest, long), f = va_arg(rest, long);
  va_end(rest);
  return number == SYS_close ? close((int)a) : real_syscall(number, a, b, c, d, e, f);
}

/* What leaves the process through a socket or a pipe: to a device (offset is its port) or to a neighbour (offset 0). */
static uint64_t said(int fd, const struct iovec *parts, int count) {
  uint64_t size = 0;
  if (trace_fd < 0 || fd <= 2 || fd == trace_fd || count > PARTS_MAX) return 0;
  int saved = errno;
  struct stat about;
  if (fstat(fd, &about) == 0 && (S_ISSOCK(about.st_mode) || S_ISFIFO(about.st_mode))) {
    struct sockaddr_storage peer;
    socklen_t length = sizeof peer;
    int64_t port = 0;
    if (S_ISSOCK(about.st_mode) && getpeername(fd, (struct sockaddr *)&peer, &length) == 0) {
      if (peer.ss_family == AF_INET) port = ntohs(((struct sockaddr_in *)&peer)->sin_port);
      if (peer.ss_family == AF_INET6) port = ntohs(((struct sockaddr_in6 *)&peer)->sin6_port);
    }
    for (int i = 0; i < count; i++) size += parts[i].iov_len;
    put('S', fd, 0, port, NULL, parts, count, size);
  }
  errno = saved;
  return size;
}

/* The pipe took less than it was offered: the rest comes again, and must not count twice. */
static ssize_t taken(int fd, uint64_t offered, ssize_t result) {
  if (offered > 0 && result != (ssize_t)offered) put('Z', fd, 0, result < 0 ? 0 : result, NULL, NULL, 0, 0);
  return result;
}

/* Whether this call is one that fails. The lock is held. */
static int fails(char kind) {
  if (fail_kind != kind) return 0;
  long mine = fail_seen++;
  if (mine < fail_from || mine >= fail_from + fail_count) return 0;
  errno = fail_errno;
  return 1;
}

static void wrote(int fd, int64_t offset, const struct iovec *parts, int count, ssize_t size) {
  if (size > 0) put('W', fd, 0, offset, NULL, parts, count, (uint64_t)size);
}

ssize_t write(int fd, const void *bytes, size_t size) {
  REAL(ssize_t, write, int, const void *, size_t);
  struct iovec part = {(void *)bytes, size};
  if (!is_tracked(fd)) {
    uint64_t offered = said(fd, &part, 1);
    return taken(fd, offered, real_write(fd, bytes, size));
  }
  pthread_mutex_lock(&lock);
  ssize_t result = fails('w') ? -1 : real_write(fd, bytes, size);
  wrote(fd, lseek(fd, 0, SEEK_CUR) - (result > 0 ? result : 0), &part, 1, result);
  pthread_mutex_unlock(&lock);
  return result;
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
  if (!is_tracked(fd)) {
    uint64_t offered = said(fd, parts, count);
    return taken(fd, offered, raw_writev(fd, parts, count));
  }
  pthread_mutex_lock(&lock);
  ssize_t result = raw_writev(fd, parts, count);
  wrote(fd, lseek(fd, 0, SEEK_CUR) - (result > 0 ? result : 0), parts, count, result);
  pthread_mutex_unlock(&lock);
  return result;
}

#define PWRITE(name, offset_type)                                                    \
  ssize_t name(int fd, const void *bytes, size_t size, offset_type offset) {         \
    REAL(ssize_t, name, int, const void *, size_t, offset_type);                     \
    if (!is_tracked(fd)) return real_##name(fd, bytes, size, offset);                \
    struct iovec part = {(void *)bytes, size};                                       \
    pthread_mutex_lock(&lock);                                                       \
    ssize_t result = fails('w') ? -1 : real_##name(fd, bytes, size, offset);         \
    wrote(fd, offset, &part, 1, result);                                             \
    pthread_mutex_unlock(&lock);                                                     \
    return result;                                                                   \
  }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

#define PWRITEV(name, offset_type)                                                   \
  ssize_t name(int fd, const struct iovec *parts, int count, offset_type offset) {   \
    REAL(ssize_t, name, int, const struct iovec *, int, offset_type);                \
    if (!is_tracked(fd)) return real_##name(fd, parts, count, offset);               \
    pthread_mutex_lock(&lock);                                                       \
    ssize_t result = real_##name(fd, parts, count, offset);                          \
    wrote(fd, offset, parts, count, result);                                         \
    pthread_mutex_unlock(&lock);                                                     \
    return result;                                                                   \
  }
PWRITEV(pwritev, off_t)
PWRITEV(pwritev64, off64_t)

ssize_t sendmsg(int fd, const struct msghdr *message, int flags) {
  REAL(ssize_t, sendmsg, int, const struct msghdr *, int);
  uint64_t offered = said(fd, message->msg_iov, (int)message->msg_iovlen);
  return taken(fd, offered, real_sendmsg(fd, message, flags));
}

ssize_t send(int fd, const void *bytes, size_t size, int flags) {
  REAL(ssize_t, send, int, const void *, size_t, int);
  struct iovec part = {(void *)bytes, size};
  uint64_t offered = said(fd, &part, 1);
  return taken(fd, offered, real_send(fd, bytes, size, flags));
}

#define FTRUNCATE(name, size_type)                                                   \
  int name(int fd, size_type size) {                                                 \
    REAL(int, name, int, size_type);                                                 \
    if (!is_tracked(fd)) return real_##name(fd, size);                               \
    pthread_mutex_lock(&lock);                                                       \
    int result = real_##name(fd, size);                                              \
    if (result == 0) put('T', fd, 0, size, NULL, NULL, 0, 0);                        \
    pthread_mutex_unlock(&lock);                                                     \
    return result;                                                                   \
  }
FTRUNCATE(ftruncate, off_t)
FTRUNCATE(ftruncate64, off64_t)

static void slow_down(void) {
  if (sync_delay_us <= 0) return;
  struct timespec pause = {sync_delay_us / 1000000, (sync_delay_us % 1000000) * 1000};
  nanosleep(&pause, NULL);
}

#define SYNC(name)                                                                   \
  int name(int fd) {                                                                 \
    REAL(int, name, int);                                                            \
    if (!is_tracked(fd)) {                                                           \
      int outside = real_##name(fd);                                                 \
      slow_down();                                                                   \
      return outside;                                                                \
    }                                                                                \
    pthread_mutex_lock(&lock);                                                       \
    int result = fails('s') ? -1 : real_##name(fd);                                  \
    slow_down();                                                                     \
    if (result == 0) put('Y', fd, 0, 0, NULL, NULL, 0, 0);                           \
    pthread_mutex_unlock(&lock);                                                     \
    return result;                                                                   \
  }
SYNC(fsync)
SYNC(fdatasync)

/* Names. The paths are taken before the act, because afterwards they may no longer resolve. */
static int named(uint32_t type, int result, int known, const char *path, const char *other) {
  if (result == 0 && known) {
    struct iovec part = {(void *)(other ? other : ""), other ? strlen(other) : 0};
    int bytes = with_bytes;
    with_bytes = 1;
    put(type, -1, 0, 0, path, &part, 1, part.iov_len);
    with_bytes = bytes;
  }
  return result;
}

#define ONE_NAME(name, type, parameters, folder, path, call)                         \
  int name parameters {                                                              \
    char where[PATH_MAX];                                                            \
    int known = trace_fd >= 0 && locate(folder, path, where);                        \
    pthread_mutex_lock(&lock);                                                       \
    int result = named(type, call, known, where, NULL);                              \
    pthread_mutex_unlock(&lock);                                                     \
    return result;                                                                   \
  }

static int unlink_at(int folder, const char *path, int flags) {
  REAL(int, unlinkat, int, const char *, int);
  return real_unlinkat(folder, path, flags);
}
static int mkdir_at(int folder, const char *path, mode_t mode) {
  REAL(int, mkdirat, int, const char *, mode_t);
  return real_mkdirat(folder, path, mode);
}
static int remove_it(const char *path) {
  REAL(int, remove, const char *);
  return real_remove(path);
}

ONE_NAME(unlink, 'U', (const char *path), AT_FDCWD, path, unlink_at(AT_FDCWD, path, 0))
ONE_NAME(rmdir, 'U', (const char *path), AT_FDCWD, path, unlink_at(AT_FDCWD, path, AT_REMOVEDIR))
ONE_NAME(unlinkat, 'U', (int folder, const char *path, int flags), folder, path, unlink_at(folder, path, flags))
ONE_NAME(remove, 'U', (const char *path), AT_FDCWD, path, remove_it(path))
ONE_NAME(mkdir, 'M', (const char *path, mode_t mode), AT_FDCWD, path, mkdir_at(AT_FDCWD, path, mode))
ONE_NAME(mkdirat, 'M', (int folder, const char *path, mode_t mode), folder, path, mkdir_at(folder, path, mode))

static int two_names(uint32_t type, int from_folder, const char *from, int to_folder, const char *to, unsigned flags) {
  REAL(int, renameat2, int, const char *, int, const char *, unsigned);
  REAL(int, linkat, int, const char *, int, const char *, int);
  char from_path[PATH_MAX], to_path[PATH_MAX];
  int known = trace_fd >= 0 && locate(from_folder, from, from_path);
  known = trace_fd >= 0 && locate(to_folder, to, to_path) && known;
  pthread_mutex_lock(&lock);
  int result = type == 'R' ? real_renameat2(from_folder, from, to_folder, to, flags)
                           : real_linkat(from_folder, from, to_folder, to, (int)flags);
  named(type, result, known, from_path, to_path);
  pthread_mutex_unlock(&lock);
  return result;
}

int rename(const char *from, const char *to) { return two_names('R', AT_FDCWD, from, AT_FDCWD, to, 0); }
int renameat(int from_folder, const char *from, int to_folder, const char *to) {
  return two_names('R', from_folder, from, to_folder, to, 0);
}
int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned flags) {
  return two_names('R', from_folder, from, to_folder, to, flags);
}
int link(const char *from, const char *to) { return two_names('L', AT_FDCWD, from, AT_FDCWD, to, 0); }
int linkat(int from_folder, const char *from, int to_folder, const char *to, int flags) {
  return two_names('L', from_folder, from, to_folder, to, (unsigned)flags);
}

/* One path, no descriptor: recorded as open, truncate, close would be. */
#define TRUNCATE(name, size_type)                                                    \
  int name(const char *path, size_type size) {                                       \
    int fd = open(path, O_WRONLY | O_CLOEXEC);                                       \
    if (fd < 0) return -1;                                                           \
    int result = ftruncate64(fd, size);                                              \
    int saved = errno;                                                               \
    close(fd);                                                                       \
    errno = saved;                                                                   \
    return result;                                                                   \
  }
TRUNCATE(truncate, off_t)
TRUNCATE(truncate64, off64_t)
