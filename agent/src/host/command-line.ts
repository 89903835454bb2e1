/** The kernel's command line as far as it says how the host behaves. */

/** Names where things are and who may see them, which change with every image and tell of the installation. */
const irrelevant =
  /^(BOOT_IMAGE|root|rootfstype|rootflags|rootwait|rootdelay|resume|resume_offset|ro|rw|rd\..*|rdinit|init|initrd|console|earlycon|earlyprintk|quiet|splash|loglevel|panic|cryptdevice|luks\..*|ip|hostname|systemd\..*|ds|cloud-config-url|net\.ifnames|biosdevname)$/
const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i

/** The words that stay, in their order. What stands behind ` -- ` is for init and not for the kernel. */
export function stableCommandLine(commandLine: string): string {
  const words = (commandLine.split(/\s--(?:\s|$)/)[0] ?? '').split(/\s+/).filter((word) => word !== '')
  return words.filter((word) => !irrelevant.test(word.split('=')[0] ?? '') && !uuid.test(word)).join(' ')
}
