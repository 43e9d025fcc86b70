"""What people say to a finding, a decision or a clause: comments, and restatements in their own words."""
