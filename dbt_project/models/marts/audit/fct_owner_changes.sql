with owner_changes as (
    select * from {{ ref('stg_reference__owner_changes') }}
),

final as (
    select
        entry_number as change_number,
        measure_id,
        role,
        old_post_id,
        new_post_id,
        author_post_id,
        approver_post_id,
        reason,
        decision_reference,
        '{{ seed_file("owner_changes") }}' as source_file,
        entry_number + 1 as source_row,
        effective_from_date,
        recorded_at
    from owner_changes
)

select * from final
