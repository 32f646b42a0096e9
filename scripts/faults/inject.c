/* Makes one system call on files below a folder fail, or the process die before it. Preloaded by scripts/faults.mjs.
 *
 * FAULT_ROOT  the folder, an absolute path
 * FAULT_AT    which of the calls that create, write, sync, link, rename or remove, counted from 1
 * FAULT_DO    kill, stop (until it is continued), short (half of what is to be written is), or the number of an error
 * FAULT_LOG   a file that gets each of these calls in order: its name, and the path where it has one
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

static atomic_int calls;

static int is_below(const char *path) {
  const char *root = getenv("FAULT_ROOT");
  size_t length = root ? strlen(root) : 0;
  return path && length > 0 && strncmp(path, root, length) == 0 && (path[length] == '/' || path[length] == 0);
}

static int is_file_below(int fd) {
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return is_below(path);
}

static void note(const char *name, const char *path) {
  const char *log = getenv("FAULT_LOG");
  if (!log) return;
  char line[4200];
  int length = snprintf(line, sizeof line, "%s %s\n", name, path);
  long fd = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND, 0644);
  if (fd < 0) return;
  syscall(SYS_write, fd, line, length);
  syscall(SYS_close, fd);
}

/* What happens to a call: 0 nothing, -1 it fails with errno, 1 it is cut short. */
static int fate(const char *name, const char *path) {
  const char *at = getenv("FAULT_AT"), *action = getenv("FAULT_DO");
  note(name, path);
  if (atomic_fetch_add(&calls, 1) + 1 != (at ? atoi(at) : 0) || !action) return 0;
  if (strcmp(action, "kill") == 0) kill(getpid(), SIGKILL);
  if (strcmp(action, "stop") == 0) {
    kill(getpid(), SIGSTOP);
    return 0;
  }
  if (strcmp(action, "short") == 0) return 1;
  errno = atoi(action);
  return -1;
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

#define OPEN(name)                                                          \
  int name(const char *path, int flags, ...) {                              \
    mode_t mode = 0;                                                        \
    if (flags & O_CREAT) {                                                  \
      va_list rest;                                                         \
      va_start(rest, flags);                                                \
      mode = va_arg(rest, mode_t);                                          \
      va_end(rest);                                                         \
      if (is_below(path) && fate("create", path) < 0) return -1;                  \
    }                                                                       \
    return NEXT(name)(path, flags, mode);                                   \
  }
OPEN(open)
OPEN(open64)

ssize_t write(int fd, const void *bytes, size_t count) {
  int what = is_file_below(fd) ? fate("write", "") : 0;
  if (what < 0) return -1;
  return NEXT(write)(fd, bytes, what > 0 ? (count + 1) / 2 : count);
}

#define PWRITE(name, type)                                                  \
  ssize_t name(int fd, const void *bytes, size_t count, type at) {          \
    int what = is_file_below(fd) ? fate("write", "") : 0;                       \
    if (what < 0) return -1;                                                \
    return NEXT(name)(fd, bytes, what > 0 ? (count + 1) / 2 : count, at);   \
  }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

#define OF_FILE(name)                                                       \
  int name(int fd) {                                                        \
    if (is_file_below(fd) && fate(#name, "") < 0) return -1;                \
    return NEXT(name)(fd);                                                  \
  }
OF_FILE(fsync)
OF_FILE(fdatasync)

#define OF_TWO(name)                                                        \
  int name(const char *from, const char *to) {                              \
    if (is_below(to) && fate(#name, to) < 0) return -1;                         \
    return NEXT(name)(from, to);                                            \
  }
OF_TWO(link)
OF_TWO(rename)

#define OF_PATH(name)                                                       \
  int name(const char *path) {                                              \
    if (is_below(path) && fate(#name, path) < 0) return -1;                       \
    return NEXT(name)(path);                                                \
  }
OF_PATH(unlink)
OF_PATH(rmdir)

int mkdir(const char *path, mode_t mode) {
  if (is_below(path) && fate("mkdir", path) < 0) return -1;
  return NEXT(mkdir)(path, mode);
}
