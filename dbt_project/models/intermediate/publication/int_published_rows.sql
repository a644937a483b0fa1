with packs as (
    select
        publication_id,
        published_on_date,
        known_before_at
    from {{ ref('stg_publications__packs') }}
),

measures as (
    select * from {{ ref('stg_publications__measures') }}
),

measures_printed as (
    select
        measure_id,
        display_decimals
    from {{ ref('stg_reference__measures') }}
),

statuses as (
    select * from {{ ref('int_statuses') }}
),

sign_offs as (
    select * from {{ ref('int_sign_offs') }}
),

-- What was shown, and what is known of the same period now.
final as (
    select
        measures.*,
        packs.published_on_date,
        packs.known_before_at,
        statuses.value as current_value,
        statuses.value_status as current_value_status,
        statuses.target_version_id as current_target_version_id,
        statuses.target_value as current_target_value,
        statuses.rag_status as current_rag_status,
        statuses.rag_profile_id as current_rag_profile_id,
        statuses.load_id as current_load_id,
        sign_offs.sign_off_state as current_sign_off_state,
        {{ differs('measures.value', 'statuses.value') }} as is_value_restated,
        {{ differs('measures.target_value', 'statuses.target_value') }}
            as is_target_restated,
        {{ differs('measures.rag_status', 'statuses.rag_status') }}
            as is_status_restated,
        {{ differs(
            as_printed('measures.value', 'measures_printed.display_decimals'),
            as_printed('statuses.value', 'measures_printed.display_decimals')
        ) }} as is_value_printed_otherwise,
        {{ differs(
            as_printed('measures.target_value', 'measures_printed.display_decimals'),
            as_printed('statuses.target_value', 'measures_printed.display_decimals')
        ) }} as is_target_value_printed_otherwise
    from measures
    inner join packs
        on measures.publication_id = packs.publication_id
    left join measures_printed
        on measures.measure_id = measures_printed.measure_id
    left join statuses
        on
            measures.measure_id = statuses.measure_id
            and measures.organisation_unit_id = statuses.organisation_unit_id
            and measures.period_id = statuses.period_id
    left join sign_offs
        on
            measures.measure_id = sign_offs.measure_id
            and measures.period_id = sign_offs.period_id
)

select * from final
