# Drops the packages of a graphics card, each with the comment lines under it, and "+cpu".
/^[^ #]/ { dropped = /^(nvidia-|cuda-|triton)/ }
!dropped { gsub(/\+cpu/, ""); print }
