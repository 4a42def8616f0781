// What an emulated device remembers: which thread has it, its memory block by block, and streams. Nothing that is started on a
// stream happens before somebody has to wait for it, or, every other time, the work of the other streams happens first: what is
// read too early, or overwritten while it is still needed, shows. Memory that is released waits for all streams, as in CUDA.
//
// A line "name status skipped" in the file that INFOSCOPE_EMULATED_FAILURE names makes that function fail once, with 999 if there
// is no status, after so many calls that succeed; "name broken" makes all calls fail from then on, as after a fault in a kernel. Who leaves something behind is told at
// the end.

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>

static const int FAILED = 999;
static const int FAULT = 700;
static const int NO_MEMORY = 2;
static const int NO_CONTEXT = 201;
static std::recursive_mutex device;
static thread_local bool current;
static bool broken;
static int held;

static void require(bool right, const char *what) {
    if (!right) {
        fprintf(stderr, "emulated device: %s\n", what);
        abort();
    }
}

__attribute__((destructor)) static void tellWhatIsLeft() {
    if (held != 0 && !broken) {
        fprintf(stderr, "emulated device: %d things were left behind\n", held);
    }
}

// 0 if the function is not told to fail.
static int failureOf(const char *function) {
    if (broken) {
        return FAULT;
    }
    const char *path = getenv("INFOSCOPE_EMULATED_FAILURE");
    FILE *file = path == nullptr ? nullptr : fopen(path, "r");
    char name[64] = "", how[16] = "999";
    if (file == nullptr) {
        return 0;
    }
    int skipped = 0;
    int read = fscanf(file, "%63s %15s %d", name, how, &skipped);
    fclose(file);
    if (read < 1 || strcmp(name, function) != 0) {
        return 0;
    }
    if (skipped > 0) {
        file = fopen(path, "w");
        fprintf(file, "%s %s %d", name, how, skipped - 1);
        fclose(file);
        return 0;
    }
    remove(path);
    broken = strcmp(how, "broken") == 0;
    return broken ? FAULT : atoi(how);
}

// Of the runtime, which makes the device the thread's own if need be.
#define BEGIN                                            \
    std::lock_guard<std::recursive_mutex> lock(device); \
    if (int failure = failureOf(__func__)) {             \
        return failure;                                  \
    }                                                    \
    current = true;

// Of the driver and of the libraries, which do not.
#define BEGIN_WITH_CONTEXT                               \
    std::lock_guard<std::recursive_mutex> lock(device); \
    if (int failure = failureOf(__func__)) {             \
        return failure;                                  \
    }                                                    \
    if (!current) {                                      \
        return NO_CONTEXT;                               \
    }

typedef std::map<char *, size_t> Blocks;
static Blocks onDevice, inHost;

static bool lies(const Blocks &blocks, const void *place, size_t bytes) {
    auto after = blocks.upper_bound((char *)place);
    if (after == blocks.begin()) {
        return false;
    }
    auto block = std::prev(after);
    return (char *)place + bytes <= block->first + block->second;
}

static bool isOnDevice(const void *place, size_t bytes) {
    return lies(onDevice, place, bytes);
}

static bool isPinned(const void *place, size_t bytes) {
    return lies(inHost, place, bytes);
}

static int take(Blocks &blocks, void **place, size_t bytes) {
    char *block = (char *)aligned_alloc(256, (bytes + 255) / 256 * 256);
    memset(block, 0xff, bytes);
    blocks[block] = bytes;
    *place = block;
    held++;
    return 0;
}

static void release(Blocks &blocks, void *place) {
    require(blocks.erase((char *)place) == 1, "memory is released that was not had");
    free(place);
    held--;
}

struct Stream {
    std::deque<std::function<void()>> waiting;

    void step() {
        require(!waiting.empty(), "a stream waits for what was never started");
        std::function<void()> next = std::move(waiting.front());
        waiting.pop_front();
        next();
    }

    void finish() {
        while (!waiting.empty()) {
            step();
        }
    }
};

struct Mark {
    Stream *stream;
    bool reached;
};

struct Event {
    std::shared_ptr<Mark> mark;
};

static std::set<Stream *> streams;

static Stream *known(void *stream) {
    require(streams.count((Stream *)stream) == 1, "there is no such stream");
    return (Stream *)stream;
}

static void start(void *stream, std::function<void()> work) {
    known(stream)->waiting.push_back(std::move(work));
}

static void finishAll(Stream *last) {
    for (Stream *stream : streams) {
        if (stream != last) {
            stream->finish();
        }
    }
    if (last != nullptr) {
        last->finish();
    }
}

static void finish(void *stream) {
    static bool othersFirst;
    othersFirst = !othersFirst;
    othersFirst ? finishAll(known(stream)) : known(stream)->finish();
}

static void record(void *event, void *stream) {
    auto mark = std::make_shared<Mark>(Mark{known(stream), false});
    ((Event *)event)->mark = mark;
    start(stream, [mark] { mark->reached = true; });
}

static void waitFor(void *stream, void *event) {
    std::shared_ptr<Mark> mark = ((Event *)event)->mark;
    start(stream, [mark] {
        while (mark != nullptr && !mark->reached) {
            mark->stream->step();
        }
    });
}
