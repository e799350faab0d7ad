/*
 * A USB card reader for tests: pcscd's driver interface in front, the virtual reader's own driver behind. It can be made
 * to stall (it is there and does not answer) and to hold back the answers of the card, by two files in CARD_RIG_FOLDER:
 * `stalled` and `holding`. One slot, like the usual contactless reader on a counter.
 */
#include <dlfcn.h>
#include <ifdhandler.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define REAL_DRIVER "virtual.so"
#define PLACE "/dev/null:0x8C7B" /* the virtual reader listens at TCP 35963 */

static int there(const char *name) {
  char path[512];
  const char *folder = getenv("CARD_RIG_FOLDER");
  snprintf(path, sizeof path, "%s/%s", folder ? folder : "/nowhere", name);
  return access(path, F_OK) == 0;
}

static void *real(const char *name) {
  static void *driver;
  if (driver == NULL) {
    char path[512];
    const char *folder = getenv("CARD_RIG_FOLDER");
    snprintf(path, sizeof path, "%s/%s", folder ? folder : "/nowhere", REAL_DRIVER);
    driver = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (driver == NULL) fprintf(stderr, "%s\n", dlerror());
  }
  return driver == NULL ? NULL : dlsym(driver, name);
}

#define ASK(name, types, values)                              \
  RESPONSECODE(*ask) types = (RESPONSECODE(*) types)real(#name); \
  return ask == NULL ? IFD_COMMUNICATION_ERROR : ask values;

RESPONSECODE IFDHCreateChannelByName(DWORD lun, LPSTR name) {
  (void)name;
  if (there("stalled")) return IFD_COMMUNICATION_ERROR;
  ASK(IFDHCreateChannelByName, (DWORD, LPSTR), (lun, (LPSTR)PLACE))
}

RESPONSECODE IFDHCreateChannel(DWORD lun, DWORD channel) {
  ASK(IFDHCreateChannel, (DWORD, DWORD), (lun, channel))
}

RESPONSECODE IFDHCloseChannel(DWORD lun) { ASK(IFDHCloseChannel, (DWORD), (lun)) }

RESPONSECODE IFDHGetCapabilities(DWORD lun, DWORD tag, PDWORD length, PUCHAR value) {
  if (tag == TAG_IFD_SLOTS_NUMBER) {
    if (*length < 1) return IFD_ERROR_INSUFFICIENT_BUFFER;
    *length = 1;
    *value = 1;
    return IFD_SUCCESS;
  }
  ASK(IFDHGetCapabilities, (DWORD, DWORD, PDWORD, PUCHAR), (lun, tag, length, value))
}

RESPONSECODE IFDHSetCapabilities(DWORD lun, DWORD tag, DWORD length, PUCHAR value) {
  ASK(IFDHSetCapabilities, (DWORD, DWORD, DWORD, PUCHAR), (lun, tag, length, value))
}

RESPONSECODE IFDHSetProtocolParameters(DWORD lun, DWORD protocol, UCHAR flags, UCHAR one, UCHAR two, UCHAR three) {
  ASK(IFDHSetProtocolParameters, (DWORD, DWORD, UCHAR, UCHAR, UCHAR, UCHAR), (lun, protocol, flags, one, two, three))
}

RESPONSECODE IFDHPowerICC(DWORD lun, DWORD action, PUCHAR atr, PDWORD length) {
  ASK(IFDHPowerICC, (DWORD, DWORD, PUCHAR, PDWORD), (lun, action, atr, length))
}

RESPONSECODE IFDHTransmitToICC(DWORD lun, SCARD_IO_HEADER header, PUCHAR sent, DWORD sentLength, PUCHAR got, PDWORD gotLength,
                               PSCARD_IO_HEADER gotHeader) {
  while (there("holding")) usleep(20000);
  ASK(IFDHTransmitToICC, (DWORD, SCARD_IO_HEADER, PUCHAR, DWORD, PUCHAR, PDWORD, PSCARD_IO_HEADER),
      (lun, header, sent, sentLength, got, gotLength, gotHeader))
}

RESPONSECODE IFDHControl(DWORD lun, DWORD code, PUCHAR sent, DWORD sentLength, PUCHAR got, DWORD gotMax, LPDWORD gotLength) {
  ASK(IFDHControl, (DWORD, DWORD, PUCHAR, DWORD, PUCHAR, DWORD, LPDWORD), (lun, code, sent, sentLength, got, gotMax, gotLength))
}

RESPONSECODE IFDHICCPresence(DWORD lun) {
  if (there("stalled")) return IFD_COMMUNICATION_ERROR;
  ASK(IFDHICCPresence, (DWORD), (lun))
}
