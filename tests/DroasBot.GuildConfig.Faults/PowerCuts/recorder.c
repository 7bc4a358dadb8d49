/*
 * Preloaded into a process, this records its operations on the files of one directory: see docs/design/power-cuts.md.
 *
 * One mutex is held across each operation and its record, so that the recording has them in the order in which they happened. Nothing is
 * actually flushed: the replay decides what would survive. The index of a write-ahead log (-shm) is not recorded: it is mapped into memory,
 * and SQLite rebuilds it after a power cut.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { CREATE = 1, WRITE, RESIZE, FLUSH, FLUSH_DIRECTORY, RENAME, UNLINK };

struct record {
    uint32_t kind;
    uint32_t length; /* of the data that follows: bytes written, or a name */
    uint64_t file;   /* its inode */
    uint64_t offset; /* of a write, or the size of a resized file */
};

#define DESCRIPTORS 4096
#define DIRECTORY UINT64_MAX

static uint64_t watched[DESCRIPTORS]; /* the inode that each descriptor refers to, 0 if it is not in the directory */
static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static int recording = -1;

#define REAL(name) \
    static __typeof__(&name) real; \
    if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

static void fail(const char *what) { perror(what); abort(); }

static void record(enum kind kind, uint64_t file, uint64_t offset, const void *data, size_t length) {
    REAL(writev);
    struct record head = { kind, (uint32_t)length, file, offset };
    struct iovec parts[] = { { &head, sizeof head }, { (void *)data, length } };
    if (recording < 0) {
        static int (*open_file)(const char *, int, ...);
        if (!open_file) open_file = (int (*)(const char *, int, ...))dlsym(RTLD_NEXT, "open");
        recording = open_file(getenv("POWER_CUTS_RECORDING"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    }
    if (real(recording, parts, 2) != (ssize_t)(sizeof head + length)) fail("The recording cannot be written");
}

/* Returns the name of a file in the directory, "" for the directory itself, or NULL. */
static const char *name_of(const char *path) {
    const char *directory = getenv("POWER_CUTS_DIRECTORY");
    size_t length = directory ? strlen(directory) : 0;
    if (!length || strncmp(path, directory, length)) return NULL;
    const char *name = path + length;
    if (!*name) return name;
    size_t end = strlen(name);
    return *name == '/' && !strchr(name + 1, '/') && (end < 4 || strcmp(name + end - 4, "-shm")) ? name + 1 : NULL;
}

static uint64_t file_of(int descriptor) {
    return descriptor >= 0 && descriptor < DESCRIPTORS ? __atomic_load_n(&watched[descriptor], __ATOMIC_ACQUIRE) : 0;
}

static int opened(const char *name, int existed, int flags, int descriptor) {
    struct stat status;
    if (descriptor < 0) return descriptor;
    if (descriptor >= DESCRIPTORS || fstat(descriptor, &status)) fail("A descriptor cannot be watched");
    __atomic_store_n(&watched[descriptor], *name ? (uint64_t)status.st_ino : DIRECTORY, __ATOMIC_RELEASE);
    if (*name && !existed) record(CREATE, status.st_ino, 0, name, strlen(name));
    else if (*name && (flags & O_TRUNC)) record(RESIZE, status.st_ino, 0, NULL, 0);
    return descriptor;
}

#define OPEN(name) \
    int name(const char *path, int flags, ...) { \
        REAL(name); \
        va_list rest; \
        va_start(rest, flags); \
        mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0; \
        va_end(rest); \
        const char *file = name_of(path); \
        if (!file) return real(path, flags, mode); \
        pthread_mutex_lock(&gate); \
        int existed = !access(path, F_OK); \
        int descriptor = opened(file, existed, flags, real(path, flags, mode)); \
        pthread_mutex_unlock(&gate); \
        return descriptor; \
    }
OPEN(open)
OPEN(open64)

int close(int descriptor) {
    REAL(close);
    if (file_of(descriptor)) __atomic_store_n(&watched[descriptor], 0, __ATOMIC_RELEASE);
    return real(descriptor);
}

/* Operations on an open file of the directory are recorded if they succeed; all others pass through. */
#define RECORDED(type, name, parameters, arguments, on_success) \
    type name parameters { \
        REAL(name); \
        uint64_t file = file_of(descriptor); \
        if (!file) return real arguments; \
        pthread_mutex_lock(&gate); \
        type result = real arguments; \
        int error = errno; \
        on_success; \
        pthread_mutex_unlock(&gate); \
        errno = error; \
        return result; \
    }

static void record_parts(uint64_t file, uint64_t offset, const struct iovec *parts, ssize_t written) {
    for (; written > 0; parts++) {
        size_t length = parts->iov_len < (size_t)written ? parts->iov_len : (size_t)written;
        record(WRITE, file, offset, parts->iov_base, length);
        offset += length;
        written -= length;
    }
}

#define WROTE_AT if (result > 0) record(WRITE, file, offset, data, result)
#define WROTE_PARTS record_parts(file, offset, parts, result)
#define RESIZED if (result == 0) record(RESIZE, file, size, NULL, 0)
#define PLACE (uint64_t)(lseek(descriptor, 0, SEEK_CUR) - result)

RECORDED(ssize_t, pwrite, (int descriptor, const void *data, size_t length, off_t offset), (descriptor, data, length, offset), WROTE_AT)
RECORDED(ssize_t, pwrite64, (int descriptor, const void *data, size_t length, off64_t offset), (descriptor, data, length, offset), WROTE_AT)
RECORDED(ssize_t, pwritev, (int descriptor, const struct iovec *parts, int count, off_t offset), (descriptor, parts, count, offset), WROTE_PARTS)
RECORDED(ssize_t, pwritev64, (int descriptor, const struct iovec *parts, int count, off64_t offset), (descriptor, parts, count, offset), WROTE_PARTS)
RECORDED(ssize_t, write, (int descriptor, const void *data, size_t length), (descriptor, data, length), if (result > 0) record(WRITE, file, PLACE, data, result))
RECORDED(ssize_t, writev, (int descriptor, const struct iovec *parts, int count), (descriptor, parts, count), if (result > 0) record_parts(file, PLACE, parts, result))
RECORDED(int, ftruncate, (int descriptor, off_t size), (descriptor, size), RESIZED)
RECORDED(int, ftruncate64, (int descriptor, off64_t size), (descriptor, size), RESIZED)

/* Refused on these files: a kind of write that the replay does not know would make the proof worthless. */
RECORDED(int, fallocate, (int descriptor, int mode, off_t offset, off_t size), (descriptor, mode, offset, size), fail("fallocate is not recorded"))
RECORDED(int, fallocate64, (int descriptor, int mode, off64_t offset, off64_t size), (descriptor, mode, offset, size), fail("fallocate64 is not recorded"))
RECORDED(int, posix_fallocate, (int descriptor, off_t offset, off_t size), (descriptor, offset, size), fail("posix_fallocate is not recorded"))

/* Copies within the kernel: .NET copies with read and write where they are not supported. */
#define UNSUPPORTED(type, name, parameters, arguments, target) \
    type name parameters { \
        REAL(name); \
        if (!file_of(target)) return real arguments; \
        errno = EINVAL; \
        return -1; \
    }
UNSUPPORTED(ssize_t, sendfile, (int to, int from, off_t *offset, size_t length), (to, from, offset, length), to)
UNSUPPORTED(ssize_t, sendfile64, (int to, int from, off64_t *offset, size_t length), (to, from, offset, length), to)
UNSUPPORTED(ssize_t, copy_file_range, (int from, off64_t *begin, int to, off64_t *offset, size_t length, unsigned flags), (from, begin, to, offset, length, flags), to)

int ioctl(int descriptor, unsigned long request, ...) {
    REAL(ioctl);
    va_list rest;
    va_start(rest, request);
    void *argument = va_arg(rest, void *);
    va_end(rest);
    if (!file_of(descriptor)) return real(descriptor, request, argument);
    errno = EOPNOTSUPP;
    return -1;
}

static int flushed(uint64_t file) {
    pthread_mutex_lock(&gate);
    record(file == DIRECTORY ? FLUSH_DIRECTORY : FLUSH, file, 0, NULL, 0);
    pthread_mutex_unlock(&gate);
    return 0;
}

#define FLUSHED(name) \
    int name(int descriptor) { \
        REAL(name); \
        uint64_t file = file_of(descriptor); \
        return file ? flushed(file) : real(descriptor); \
    }
FLUSHED(fsync)
FLUSHED(fdatasync)

int unlink(const char *path) {
    REAL(unlink);
    const char *name = name_of(path);
    if (!name) return real(path);
    pthread_mutex_lock(&gate);
    int result = real(path);
    int error = errno;
    if (result == 0) record(UNLINK, 0, 0, name, strlen(name));
    pthread_mutex_unlock(&gate);
    errno = error;
    return result;
}

int rename(const char *from, const char *to) {
    REAL(rename);
    const char *old_name = name_of(from), *new_name = name_of(to);
    if (!old_name && !new_name) return real(from, to);
    if (!old_name || !new_name) fail("A file that comes from another directory is not recorded");
    char names[2 * PATH_MAX];
    int length = snprintf(names, sizeof names, "%s/%s", old_name, new_name);
    pthread_mutex_lock(&gate);
    int result = real(from, to);
    int error = errno;
    if (result == 0) record(RENAME, 0, 0, names, length);
    pthread_mutex_unlock(&gate);
    errno = error;
    return result;
}

/* Ends the process like a kill, but never between an operation and its record. */
void end_recorded_process(void) {
    pthread_mutex_lock(&gate);
    kill(getpid(), SIGKILL);
    pause();
}
