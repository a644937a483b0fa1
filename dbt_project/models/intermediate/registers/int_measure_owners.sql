with measure_posts as (
    select * from {{ ref('stg_reference__measure_posts') }}
),

owner_changes as (
    select * from {{ ref('stg_reference__owner_changes') }}
),

-- Whom the catalogue names from the beginning, and whom a change brought.
terms as (
    select
        measure_id,
        role,
        post_id,
        sort_order,
        cast(null as date) as from_date,
        0 as entry_number
    from measure_posts
    union all
    select
        measure_id,
        role,
        new_post_id as post_id,
        sort_order,
        effective_from_date as from_date,
        entry_number
    from owner_changes
    where new_post_id is not null
),

-- A term ends the day before the change that takes the post away.
ended as (
    select
        terms.measure_id,
        terms.role,
        terms.post_id,
        terms.entry_number,
        min(owner_changes.effective_from_date) as next_from_date
    from terms
    inner join owner_changes
        on
            terms.measure_id = owner_changes.measure_id
            and terms.role = owner_changes.role
            and terms.post_id = owner_changes.old_post_id
            and terms.entry_number < owner_changes.entry_number
    group by terms.measure_id, terms.role, terms.post_id, terms.entry_number
),

final as (
    select
        terms.measure_id,
        terms.role,
        terms.post_id,
        terms.sort_order,
        terms.from_date,
        {{ add_days('ended.next_from_date', -1) }} as to_date,
        (terms.from_date is null or terms.from_date <= {{ as_of() }})
        and (ended.next_from_date is null or ended.next_from_date > {{ as_of() }})
            as is_current
    from terms
    left join ended
        on
            terms.measure_id = ended.measure_id
            and terms.role = ended.role
            and terms.post_id = ended.post_id
            and terms.entry_number = ended.entry_number
)

select * from final
