"""What every editable record promises. See README.md."""
